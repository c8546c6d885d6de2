import { beforeAll, describe, expect, it } from 'vitest'
import { countPerClass } from './class-counts.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { openMnist } from './mnist.ts'
import { subsetOf, type SubsetSpec } from './subset.ts'

/** 100 of a, 50 of b, 10 of c, mixed; the only pixel of image i is i. */
const labels = Uint8Array.from({ length: 160 }, (_, i) => (i % 16 < 10 ? 0 : i % 16 < 15 ? 1 : 2))
const pixels = Uint8Array.from({ length: 160 }, (_, i) => i)
const shape = { height: 1, width: 1, channels: 1, floatRange: null }
const abc = makeDataset({ name: 'abc', classes: ['a', 'b', 'c'], labels, pixels, ...shape })
const counts = (spec: SubsetSpec) => countPerClass(subsetOf(abc, spec))
const ids = (spec: SubsetSpec) => Array.from(subsetOf(abc, spec).pixels)

describe('how many of each class', () => {
  it.each<[SubsetSpec, number[]]>([
    [{ classes: ['a', 'c'] }, [100, 0, 10]],
    [{ fractions: { a: 0.35 } }, [35, 50, 10]],
    [{ fractions: { a: 0.29, c: 0 } }, [29, 50, 0]],
    [{ fractions: { b: 0.999 } }, [100, 49, 10]],
    [{ perClass: 10 }, [10, 10, 10]],
    [{ classes: ['b'], perClass: 50 }, [0, 50, 0]],
    [{ proportions: { a: 0.5, b: 0.5 } }, [50, 50, 0]],
    [{ proportions: { a: 0.8, c: 0.2 } }, [40, 0, 10]],
    [{ proportions: { a: 0.5, b: 0.3, c: 0.2 }, n: 11 }, [6, 3, 2]],
    [{ proportions: { a: 1 / 3, b: 1 / 3, c: 1 / 3 } }, [10, 10, 10]],
    [{ classes: ['a'], n: 7 }, [7, 0, 0]],
  ])('%j gives %j', (spec, expected) => {
    expect(counts(spec)).toEqual(expected)
  })

  it('n alone draws without regard to class', () => {
    // Hypergeometric: 40 of 160, mean 25 of class a; over 200 seeds the mean's deviation is below 0.2.
    const drawn = Array.from({ length: 200 }, (_, seed) => counts({ n: 40, seed })[0])
    expect(Math.abs(drawn.reduce((sum, count) => sum + count) / 200 - 25)).toBeLessThan(0.8)
    expect(new Set(drawn).size).toBeGreaterThan(3)
  })

  it('keeps the list of classes and what every label means', () => {
    const { classes, labels: kept } = subsetOf(abc, { classes: ['c'] })
    expect(classes).toEqual(['a', 'b', 'c'])
    expect(kept).toEqual(new Uint8Array(10).fill(2))
  })
})

describe('which images', () => {
  it('come in the order of the source, each once', () => {
    const drawn = ids({ fractions: { a: 0.5 }, n: 60 })
    expect(drawn).toEqual([...new Set(drawn)].toSorted((x, y) => x - y))
  })
  it('are the same under one seed and others under another', () => {
    expect(ids({ n: 20, seed: 5 })).toEqual(ids({ n: 20, seed: 5 }))
    expect(ids({ n: 20, seed: 6 })).not.toEqual(ids({ n: 20, seed: 5 }))
  })
  it('of a smaller share are among those of a larger', () => {
    const larger = new Set(ids({ fractions: { a: 0.6 } }))
    expect(ids({ fractions: { a: 0.3 } }).every((id) => larger.has(id))).toBe(true)
  })
  it('are each as likely as the others', () => {
    const hits = new Float64Array(160)
    for (let seed = 0; seed < 400; seed++) for (const id of ids({ n: 40, seed })) hits[id]++
    // Each is drawn 100 times in the mean, binomial deviation 8.7.
    expect(Math.max(...hits)).toBeLessThan(100 + 4.5 * 8.7)
    expect(Math.min(...hits)).toBeGreaterThan(100 - 4.5 * 8.7)
  })
})

it('records where it came from, and has a hash of its own', () => {
  const spec = { fractions: { a: 0.35 } }
  const subset = subsetOf(abc, spec)
  expect(subset.lineage).toEqual({
    sourceName: 'abc',
    sourceHash: abc.hash,
    step: 'subset',
    spec: { ...spec, seed: 0 },
  })
  expect(subset.hash).not.toBe(abc.hash)
  expect(subsetOf(abc, spec).hash).toBe(subset.hash)
  expect(subsetOf(abc, { n: 160 }).hash).toBe(abc.hash)
})

describe('refused, naming the field:', () => {
  const points = makeDataset({ name: 'points', classes: [], labels: null, pixels, ...shape })
  it.each<[SubsetSpec, string, RegExp, Dataset?]>([
    [{ classes: ['d'] }, 'subset.classes', /names d, which is no class of abc\. Its classes: a, b, c/],
    [{ fractions: { d: 0.5 } }, 'subset.fractions', /names d/],
    [{ fractions: { a: 1.5 } }, 'subset.fractions', /must be between 0 and 1, got 1\.5 for a/],
    [{ fractions: { a: NaN } }, 'subset.fractions', /got NaN for a/],
    [{ proportions: { a: 0.5 } }, 'subset.proportions', /sum to 0\.5\. Make them sum to 1/],
    [
      { proportions: { a: 0.5, c: 0.5 }, n: 50 },
      'subset.proportions',
      /need 25 of c for n = 50, and 10 are there\. At most n = 20/,
    ],
    [{ perClass: 11 }, 'subset.per_class', /is 11, and c has 10\. Ask for fewer/],
    [{ perClass: 2, n: 4 }, 'subset.n', /cannot go with per_class/],
    [{ perClass: 2, fractions: { a: 1 } }, 'subset.per_class', /cannot go with fractions/],
    [{ n: 161 }, 'subset.n', /is 161, and only 160 images are there/],
    [{ n: 0 }, 'subset.n', /must be a whole number above 0, got 0/],
    [{ fractions: { a: 0, b: 0, c: 0 } }, 'subset', /nothing of the data is left/],
    [{ perClass: 1 }, 'subset.per_class', /needs classes, and points has none\. Use n/, points],
  ])('%j', (spec, field, message, dataset = abc) => {
    expect(() => subsetOf(dataset, spec)).toThrow(message)
    expect(() => subsetOf(dataset, spec)).toThrow(expect.objectContaining({ field }))
  })
})

describe('the unbalanced study', () => {
  let mnist: Dataset
  beforeAll(async () => {
    mnist = await openMnist('train')
  })
  it('keeps 2,359 of the 6,742 ones: 55,617 images, 4.24 % ones', () => {
    const subset = subsetOf(mnist, { fractions: { '1': 0.35 } })
    expect(countPerClass(subset)).toEqual([5923, 2359, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    expect(subset.count).toBe(55_617)
    expect((100 * 2359) / subset.count).toBeCloseTo(4.24, 2)
  })
})
