import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { encodeWeights } from '#engine/weights-file.ts'
import { writeManifest } from '#files/manifest.ts'
import { openHistory } from '#history/history.ts'
import type { Home } from '#history/home.ts'
import { newRun, temporaryHome } from '#history/testing/example-history.ts'
import { verdictLines } from '#contract/home-verdict.ts'
import { verifyHome } from './verify-home.ts'
import { verifyRun } from './verify-run.ts'

let home: Home
let folder: string
beforeEach(() => {
  home = temporaryHome()
  const history = openHistory(home)
  folder = history.read.folderOf(history.create(newRun('train')).id)
  history.close()
  mkdirSync(join(folder, 'checkpoints'), { recursive: true })
  write('checkpoints/step-00000001.safetensors', weights)
})
afterEach(() => rmSync(home.root, { recursive: true }))

const weights = encodeWeights(new Map([['ema/a', { shape: [2], data: Float32Array.of(1, 2) }]]), { format: 'f' })
const write = (path: string, content: string | Uint8Array) => writeFileSync(join(folder, path), content)

it('finds nothing wrong with a run that is whole, finished or not', async () => {
  expect(await verifyRun(folder)).toEqual({ files: 1, problems: [] })
  await writeManifest(folder)
  expect(await verifyRun(folder)).toMatchObject({ files: 3, problems: [] })
})

it('names files that were changed or are gone, and small ones that are damaged', async () => {
  await writeManifest(folder)
  write('config.yaml', 'other')
  rmSync(join(folder, 'checkpoints', 'step-00000001.safetensors'))
  write('meta.json', '{')
  expect((await verifyRun(folder)).problems).toEqual([
    { path: 'checkpoints/step-00000001.safetensors', problem: 'missing' },
    { path: 'config.yaml', problem: 'changed' },
    { path: '', problem: expect.stringMatching(/meta\.json is damaged/) },
  ])
})

it('holds the checkpoints of a run without a manifest against the hash inside', async () => {
  write('checkpoints/step-00000001.safetensors', weights.with(weights.length - 1, 0x7f))
  const { problems } = await verifyRun(folder)
  expect(problems).toEqual([
    { path: 'checkpoints/step-00000001.safetensors', problem: expect.stringMatching(/numbers are not those/) },
  ])
})

it('holds files of any size against their hashes a part at a time', async () => {
  const numbers = Float32Array.from({ length: 4_000_000 }, (_, i) => i)
  const large = encodeWeights(new Map([['ema/a', { shape: [numbers.length], data: numbers }]]), { format: 'f' })
  write('checkpoints/step-00000002.safetensors', large)
  const before = process.memoryUsage().arrayBuffers
  let most = -1
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)), 1)
  expect(await verifyRun(folder)).toEqual({ files: 2, problems: [] })
  clearInterval(watch)
  // Read at once, no tick would have come between.
  expect(most).toBeGreaterThan(-1)
  expect(most).toBeLessThan(large.length / 2)
})

it('a whole data folder: the damaged file of the one run is named among those that are sound', async () => {
  await writeManifest(folder)
  const history = openHistory(home)
  const { id } = history.create(newRun('sample'))
  history.update(id, () => ({ state: 'cancelled' }))
  history.edit(id, { trashed: true })
  write('config.yaml', 'other')
  const seen: number[] = []
  const verdict = await verifyHome(history, [], ({ number }) => seen.push(number))
  history.close()
  expect(seen).toEqual([1, 2])
  expect(verdictLines(verdict)).toEqual({
    damaged: ['run 1: config.yaml changed'],
    sound: [expect.stringMatching(/^2 runs, \d+ files with a hash: 1 runs damaged$/)],
  })
})
