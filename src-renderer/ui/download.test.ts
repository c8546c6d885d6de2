import { expect, it } from 'vitest'
import { plainName } from './download.ts'

it.each([
  ['geometric, 18 levels, σ 30 to 0.01.npy', 'geometric-18-levels-sigma-30-to-0.01.npy'],
  ['a/b: "c"\n.json', 'a-b-c.json'],
  ['Élan (2).txt', 'Elan-2.txt'],
  ['../.hidden', 'hidden'],
  ['図', 'file'],
  ['comparison.html', 'comparison.html'],
])('calls the file %j %j', (name, file) => {
  expect(plainName(name)).toBe(file)
})
