import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gaussianErrors } from './gaussian-errors.ts'
import { asPrinted, matchedCells, PUBLISHED_CIFAR10 } from './published-table.ts'
import { errorTable, TABLE_COLUMNS } from './table.ts'

const off = (l: number, v: number) => (Math.sqrt(l) - Math.sqrt(v)) ** 2

/** A 1-D little-endian float64 .npy, version 1. */
function readSpectrum(path: string | URL): Float64Array {
  const file = readFileSync(path)
  const from = 10 + file.readUInt16LE(8)
  return new Float64Array(file.buffer.slice(file.byteOffset + from, file.byteOffset + file.length))
}
const shared = new URL('../../../../shared/data/cifar10_covariance_eigenvalues.npy', import.meta.url)
const cifar = existsSync(shared) ? readSpectrum(shared) : new Float64Array()

describe('the published ablation table', () => {
  it.skipIf(cifar.length === 0)(
    'is reproduced from the CIFAR-10 eigenvalues in 160 of 160 cells, to every printed digit',
    () => {
      const table = errorTable(cifar)
      expect(cifar.length).toBe(3072)
      expect(table.columns).toEqual(TABLE_COLUMNS)
      expect(matchedCells(table)).toEqual({ matched: 160, of: 160 })
      expect(table.reasons).toEqual([])
    },
  )

  it.skipIf(cifar.length === 0)('matches with the divisor n - 1 of its authors as well', () => {
    expect(matchedCells(errorTable(cifar.map((value) => (value * 50000) / 49999))).matched).toBe(160)
  })

  it.skipIf(cifar.length === 0)('would not match with a spectrum 2 % larger', () => {
    expect(matchedCells(errorTable(cifar.map((value) => value * 1.02))).matched).toBeLessThan(120)
  })

  it('holds 16 rows of 10 cells', () => {
    expect(PUBLISHED_CIFAR10.map((row) => row.cells.split(' ').length)).toEqual(Array.from({ length: 16 }, () => 10))
  })

  it('prints a number as its cell does', () => {
    expect([
      asPrinted(0.0049, '.17'),
      asPrinted(1.3456, '1.35'),
      asPrinted(6.678e-4, '6.7E-4'),
      asPrinted(3e-14, '0'),
    ]).toEqual(['.00', '1.35', '6.7E-4', '0'])
  })

  it('counts equal eigenvalues as often as they stand', () => {
    const { rows } = errorTable([2, 0, 0.1, 2, 0.1, 2])
    const { variances } = gaussianErrors({
      spectrum: [2, 0.1, 0],
      process: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
      scheme: 'em',
      points: 250,
    })
    const direct = 3 * off(2, variances[0]) + 2 * off(0.1, variances[1]) + off(0, variances[2])
    expect(rows.find((row) => row.scheme === 'em' && row.eps === 1e-3)!.w2[5]).toBeCloseTo(Math.sqrt(direct), 12)
  })

  it('leaves cells that are infinite empty, and says why', () => {
    const { rows, reasons } = errorTable([1, 0.1, 0])
    const heun = rows.find((row) => row.scheme === 'heun' && row.eps === 0)!
    expect(heun.w2.slice(2)).toEqual(Array.from({ length: 8 }, () => null))
    expect(reasons).toEqual([
      {
        scheme: 'heun',
        eps: 0,
        columns: TABLE_COLUMNS.slice(2),
        reason: expect.stringContaining('1 zero eigenvalues'),
      },
    ])
    expect(rows.filter((row) => row.w2.includes(null))).toHaveLength(1)
    expect(rows.find((row) => row.scheme === 'euler' && row.eps === 0)!.w2[0]).toBeLessThan(1e-12)
  })
})
