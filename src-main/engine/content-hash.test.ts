import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { encodeSafetensors, type StoredTensor } from '#files/safetensors.ts'
import { writeManifest } from '#files/manifest.ts'
import { averagedWeights, encodeWeights, readWeights } from './weights-file.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anneal-content-'))
  file = join(folder, 'checkpoints', 'weights.safetensors')
  mkdirSync(dirname(file))
})
afterEach(() => rmSync(folder, { recursive: true }))

const tensors = new Map([
  ['ema/a', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
  ['weights/a', { shape: [1], data: Float32Array.of(5) }],
])
const stored = new Map<string, StoredTensor>([...tensors].map(([name, tensor]) => [name, { dtype: 'F32', ...tensor }]))
/** Of a file from before there was a hash inside. */
const bare = () => encodeSafetensors(stored, { format: 'f' })

/** One bit of the exponent of the last number but `back`. */
function flip(back = 0): void {
  const bytes = readFileSync(file)
  bytes[bytes.length - 1 - 4 * back] ^= 0x40
  writeFileSync(file, bytes)
}
const read = () => readWeights(file, 'f').tensors.get('ema/a')!.data

it('reads back what was written, its averaged part too, whatever notes are carried on', () => {
  writeFileSync(file, encodeWeights(tensors, { format: 'f', sha256: 'of another file' }))
  expect(read()).toEqual(Float32Array.of(1, 2, 3, 4))
  writeFileSync(file, averagedWeights(file))
  expect(read()).toEqual(Float32Array.of(1, 2, 3, 4))
})

it.each([0, 1, 4])('finds one bit that is another, in number %i from the end', (back) => {
  writeFileSync(file, encodeWeights(tensors, { format: 'f' }))
  flip(back)
  expect(read).toThrow(/is damaged: its numbers are not those that were written/)
  expect(() => averagedWeights(file)).toThrow(/damaged/)
})

it('finds it by the manifest of a run that finished before hashes stood inside', async () => {
  writeFileSync(file, bare())
  await writeManifest(folder)
  expect(read()).toHaveLength(4)
  flip()
  expect(read).toThrow(/damaged/)
})

it('finds it by the card of what ships', () => {
  writeFileSync(file, bare())
  const hash = createHash('sha256').update(bare()).digest('hex')
  writeFileSync(join(dirname(file), 'card.json'), JSON.stringify({ weights_sha256: hash }))
  expect(read()).toHaveLength(4)
  flip()
  expect(read).toThrow(/damaged/)
})
