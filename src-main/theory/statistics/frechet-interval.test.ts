import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '../noise/philox.ts'
import { frechetInterval } from './frechet-interval.ts'
import { frechetOfMoments } from './frechet.ts'
import { addRows, emptyMoments } from './moments.ts'

const DIM = 4

function draw(n: number, sample: number, shift = 0): Float32Array {
  const rows = new Float32Array(n * DIM)
  normals({ seed: 5, stream: STREAMS.law, sample, step: 0 }, rows)
  return rows.map((value) => value + shift)
}

const momentsOf = (rows: Float32Array) => {
  const moments = emptyMoments(DIM)
  addRows(moments, rows)
  return moments
}
const reference = momentsOf(draw(20_000, 0))

describe('the interval of a Fréchet distance', () => {
  it('has the spread that fresh samples have, and holds their mean about as often as it says', () => {
    const sets = Array.from({ length: 40 }, (_, i) => draw(300, i + 1, 0.3))
    const distances = sets.map((rows) => frechetOfMoments(momentsOf(rows), reference).distance)
    const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length
    const spread = Math.sqrt(distances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (distances.length - 1))
    const intervals = sets.map((rows) => frechetInterval(rows, reference, { replicates: 100 }))
    const typical = intervals.reduce((sum, { standardError }) => sum + standardError, 0) / intervals.length
    expect(typical / spread).toBeGreaterThan(0.75)
    expect(typical / spread).toBeLessThan(1.25)
    const held = intervals.filter(({ low, high }) => low <= mean && mean <= high).length
    expect(held).toBeGreaterThanOrEqual(34)
  })

  it('is the same for the same seed, and never below 0', () => {
    const rows = draw(50, 99)
    expect(frechetInterval(rows, reference, { seed: 3 })).toEqual(frechetInterval(rows, reference, { seed: 3 }))
    expect(frechetInterval(rows, reference).low).toBeGreaterThanOrEqual(0)
    expect(() => frechetInterval(rows.subarray(0, DIM), reference)).toThrow('at least 2 rows')
  })
})
