import { describe, expect, it } from 'vitest'
import { integers, normals, STREAMS } from '../noise/philox.ts'
import { frechetInterval } from './frechet-interval.ts'
import { frechetOfMoments } from './frechet.ts'
import { addRows, emptyMoments } from './moments.ts'
import { summarise } from './summary.ts'

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
  it('has the spread that fresh samples have, and holds their mean about as often as it says', async () => {
    const sets = Array.from({ length: 40 }, (_, i) => draw(300, i + 1, 0.3))
    const distances = sets.map((rows) => frechetOfMoments(momentsOf(rows), reference).distance)
    const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length
    const spread = Math.sqrt(distances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (distances.length - 1))
    const intervals = await Promise.all(sets.map((rows) => frechetInterval(rows, reference, { replicates: 100 })))
    const typical = intervals.reduce((sum, { standardError }) => sum + standardError, 0) / intervals.length
    expect(typical / spread).toBeGreaterThan(0.75)
    expect(typical / spread).toBeLessThan(1.25)
    const held = intervals.filter(({ low, high }) => low <= mean && mean <= high).length
    expect(held).toBeGreaterThanOrEqual(34)
  })

  it('is the same for the same seed, and never below 0', async () => {
    const rows = draw(50, 99)
    const interval = await frechetInterval(rows, reference, { seed: 3 })
    expect(await frechetInterval(rows, reference, { seed: 3 })).toEqual(interval)
    expect((await frechetInterval(rows, reference)).low).toBeGreaterThanOrEqual(0)
    await expect(frechetInterval(rows.subarray(0, DIM), reference)).rejects.toThrow('at least 2 rows')
  })

  it.each([2, 7, 300])('is that of %i rows written out as they are drawn', async (n) => {
    // Far from 0, where sums of squares would lose digits.
    const rows = draw(n, 7, 30)
    const distances = Array.from({ length: 20 }, (_, sample) => {
      const drawn = integers({ seed: 0, stream: STREAMS.bootstrap, sample, step: 0 }, n, n)
      const written = Float32Array.from(
        { length: rows.length },
        (_, i) => rows[drawn[Math.floor(i / DIM)] * DIM + (i % DIM)],
      )
      return frechetOfMoments(momentsOf(written), reference).distance
    })
    const { standardError, low, high } = await frechetInterval(rows, reference, { replicates: 20 })
    expect(standardError / summarise(distances).sd!).toBeCloseTo(1, 9)
    expect((low + high) / 2 / frechetOfMoments(momentsOf(rows), reference).distance).toBeCloseTo(1, 12)
  })

  it('tells of every resample, and ends where it is told to', async () => {
    const rows = draw(50, 99)
    const told: number[] = []
    await frechetInterval(rows, reference, { replicates: 5, tick: async (done, of) => void told.push(done / of) })
    expect(told).toEqual([0.2, 0.4, 0.6, 0.8, 1])
    const tick = async (done: number) => {
      if (done === 3) throw new Error('enough')
    }
    await expect(frechetInterval(rows, reference, { tick })).rejects.toThrow('enough')
  })
})
