import { expect, it } from 'vitest'
import { formatBytes, formatNumber, formatShort } from './format.ts'

it('prints numbers that read back to the same bits', () => {
  for (const value of [50, 0.01, 1 / 3, 1e-300, 123456789.123, 5e-324, 80, 0.002])
    expect(Number(formatNumber(value))).toBe(value)
  expect(formatNumber(1e-12)).toBe('1e-12')
})

it('prints short numbers for reading', () => {
  expect([0.012345, 57.58598, 123456, 1e-7, 0, NaN, Infinity].map((v) => formatShort(v))).toEqual([
    '0.0123',
    '57.6',
    '1.23e5',
    '1e-7',
    '0',
    '–',
    '∞',
  ])
})

it('prints sizes in powers of a thousand', () => {
  expect([0, 999, 1000, 720e6, 2.5e12].map(formatBytes)).toEqual(['0 B', '999 B', '1 kB', '720 MB', '2.5 TB'])
})
