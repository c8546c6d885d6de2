import { describe, expect, it } from 'vitest'
import { integers, normals, permutation, philoxBlock, uniforms } from './philox.ts'

const key = { seed: 7, stream: 1, sample: 3, step: 5 }
const hex = (words: Uint32Array) => Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ')

function block(counter: [number, number, number, number], keys: [number, number]) {
  const out = new Uint32Array(4)
  philoxBlock(counter, keys, out)
  return hex(out)
}

describe('philoxBlock', () => {
  // The three known answers for philox4x32-10 in the kat_vectors file of Random123.
  it('gives the published known answers', () => {
    const ones = 0xffffffff
    expect(block([0, 0, 0, 0], [0, 0])).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8')
    expect(block([ones, ones, ones, ones], [ones, ones])).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd')
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    )
  })
})

describe('normals', () => {
  it('have mean 0, variance 1, kurtosis 3 and no correlation between neighbours', () => {
    const n = 200_000
    const z = new Float64Array(n)
    normals(key, z)
    const mean = (f: (value: number, i: number) => number) => z.reduce((sum, value, i) => sum + f(value, i), 0) / n
    expect(Math.abs(mean((v) => v))).toBeLessThan(4 / Math.sqrt(n))
    expect(Math.abs(mean((v) => v * v) - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
    expect(Math.abs(mean((v) => v ** 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n))
    expect(Math.abs(mean((v, i) => v * z[(i + 1) % n]))).toBeLessThan(4 / Math.sqrt(n))
  })
  it('are the same however the stretch is cut', () => {
    const whole = new Float32Array(101)
    normals(key, whole)
    for (const from of [0, 1, 2, 3, 50, 97]) {
      const part = new Float32Array(4)
      normals(key, part, from)
      expect(part).toEqual(whole.slice(from, from + 4))
    }
  })
  it('differ by seed (above 32 bits too), stream, sample and step', () => {
    const first = (change: object) => {
      const out = new Float64Array(1)
      normals({ ...key, ...change }, out)
      return out[0]
    }
    const all = [{}, { seed: 8 }, { seed: 7 + 2 ** 32 }, { stream: 2 }, { sample: 4 }, { step: 6 }].map(first)
    expect(new Set(all).size).toBe(all.length)
  })
  it('refuse a key that is not a whole number, naming the part', () => {
    expect(() => normals({ ...key, sample: 1.5 }, new Float32Array(1))).toThrow(/^sample must be a whole number/)
    expect(() => normals({ ...key, seed: -1 }, new Float32Array(1))).toThrow(/^seed must be/)
  })
})

describe('uniforms', () => {
  it.each([new Float32Array(100_000), new Float64Array(100_000)])(
    'stay in [0, 1) with mean 1/2 and variance 1/12',
    (u) => {
      uniforms(key, u)
      const values = Array.from(u)
      const mean = values.reduce((a, b) => a + b, 0) / u.length
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / u.length
      expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.004)
      expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002)
    },
  )
})

it('integers cover every value of the range evenly', () => {
  const counts = new Float64Array(10)
  for (const value of integers(key, 10, 50_000)) counts[value]++
  for (const count of counts) expect(Math.abs(count - 5000)).toBeLessThan(300)
})

it('permutation is a permutation, seeded', () => {
  const order = permutation(key, 1000)
  expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  expect(permutation(key, 1000)).toEqual(order)
  expect(permutation({ ...key, step: 6 }, 1000)).not.toEqual(order)
})
