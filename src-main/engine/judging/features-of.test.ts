import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { forgetOldFeatures, PART } from './feature-cache.ts'
import type { FeatureNetwork } from './feature-network.ts'
import { featuresOf } from './features-of.ts'
import { hashPictures, picturesInMemory } from './pictures.ts'

const shape = { height: 1, width: 2, channels: 1 }
const never = new AbortController().signal
let home = ''
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'anneal-judging-'))))
afterEach(() => rmSync(home, { recursive: true }))

/** Two features: sum and difference of the two pixels. */
function network(id = 'f'.repeat(64), feature = (a: number, b: number) => [a + b, a - b]) {
  const seen: number[] = []
  const made: FeatureNetwork = {
    id,
    features: 2,
    says: { features: 'classifier', network: id, resize: 'none', scaling: 'x/255' },
    async extract(pictures) {
      seen.push(pictures.length / 2)
      return Float32Array.from(
        Array.from({ length: pictures.length / 2 }, (_, i) => feature(pictures[2 * i], pictures[2 * i + 1])).flat(),
      )
    },
    dispose: async () => {},
  }
  return { network: made, seen }
}
const count = 2 * PART + 10
const bytes = Uint8Array.from({ length: 2 * count }, (_, i) => (i * 7 + (i >> 8)) % 251)
const pictures = picturesInMemory('mine', bytes, shape, [0, 1])
const idle = () => {}

it('sends no picture through the network twice, and goes on after an end at any time where it stood', async () => {
  const { network: first, seen } = network()
  const stop = new AbortController()
  const halfway = featuresOf(pictures, first, home, {
    signal: stop.signal,
    tick: ({ done }) => void (done === PART && stop.abort()),
  })
  await expect(halfway).rejects.toThrow(/abort/)
  expect(seen).toEqual([PART])
  const { rows, hash } = await featuresOf(pictures, first, home, { signal: never, tick: idle })
  expect(seen).toEqual([PART, PART, 10])
  expect(rows).toHaveLength(2 * count)
  expect([...rows.subarray(2 * PART, 2 * PART + 2)]).toEqual([
    bytes[2 * PART] + bytes[2 * PART + 1],
    bytes[2 * PART] - bytes[2 * PART + 1],
  ])
  const again = await featuresOf(pictures, first, home, { signal: never, tick: idle })
  expect(seen).toHaveLength(3)
  expect(again).toEqual({ rows, width: 2, hash })
})

it('tells how many are there and how fast the network is', async () => {
  const told: { done: number; computed: number }[] = []
  const options = { signal: never, tick: (progress: { done: number; computed: number }) => void told.push(progress) }
  await featuresOf(pictures, network().network, home, options)
  await featuresOf(pictures, network().network, home, options)
  expect(told.map(({ done, computed }) => [done, computed])).toEqual([
    [PART, PART],
    [2 * PART, 2 * PART],
    [count, count],
    [PART, 0],
    [2 * PART, 0],
    [count, 0],
  ])
})

it('keeps features of two networks apart, and computes anew what was altered on disk', async () => {
  const { network: other, seen } = network('e'.repeat(64))
  await featuresOf(pictures, network().network, home, { signal: never, tick: idle })
  await featuresOf(pictures, other, home, { signal: never, tick: idle })
  expect(seen).toEqual([PART, PART, 10])
  const folder = join(home, 'features', 'e'.repeat(16))
  for (const name of readdirSync(folder))
    writeFileSync(join(folder, name), readFileSync(join(folder, name)).subarray(0, 150))
  await featuresOf(pictures, other, home, { signal: never, tick: idle })
  expect(seen).toHaveLength(6)
})

it('refuses too few pictures, pixels that are no numbers and features that are none, and keeps nothing of these', async () => {
  const options = { signal: never, tick: idle }
  const one = picturesInMemory('one', Uint8Array.of(1, 2), shape, [0, 1])
  await expect(featuresOf(one, network().network, home, options)).rejects.toThrow(
    'one holds 1 picture; a distance needs 2',
  )
  const bad = picturesInMemory('bad', Float32Array.of(0, 0.5, NaN, 1), shape, [0, 1])
  await expect(featuresOf(bad, network().network, home, options)).rejects.toThrow('bad holds NaN in picture 1')
  const broken = network('d'.repeat(64), (a) => [a, a === 14 ? NaN : 0]).network
  await expect(featuresOf(pictures, broken, home, options)).rejects.toThrow(
    'Picture 1 of mine has a feature that is NaN',
  )
  expect(readdirSync(home)).toEqual([])
})

it('knows pictures by shape and bytes alone, floats by the bytes that they round to', async () => {
  const floats = picturesInMemory('floats', Float32Array.of(0, 1, 0.2, 1.7), shape, [0, 1])
  const given = picturesInMemory('bytes', Uint8Array.of(0, 255, 51, 255), shape, [0, 1])
  expect(hashPictures(await floats.read(0, 2), shape)).toBe(hashPictures(await given.read(0, 2), shape))
  expect(hashPictures(await given.read(0, 2), { ...shape, height: 2, width: 1 })).not.toBe(
    hashPictures(await given.read(0, 2), shape),
  )
})

it('forgets what was not read for longest once there is too much', async () => {
  await featuresOf(pictures, network().network, home, { signal: never, tick: idle })
  const folder = join(home, 'features', 'f'.repeat(16))
  const [oldest, ...others] = readdirSync(folder)
  utimesSync(join(folder, oldest), new Date(0), new Date(0))
  const total = [oldest, ...others].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  forgetOldFeatures(home, total - 1)
  expect(readdirSync(folder)).toEqual(others)
})
