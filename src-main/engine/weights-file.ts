/** Float32 tensors and text notes in one safetensors file: what every kind of trained thing is kept in. */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { readRegularFile, regularFileSize } from '#files/regular-file.ts'
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '#files/safetensors.ts'
import { Refusal } from '#contract/refusal.ts'
import type { NamedTensors } from '#diffusion/training/training-state.ts'
import { checkContent, contentHash } from './content-hash.ts'

export type WeightsFile = { tensors: NamedTensors; notes: Record<string, string> }

export function encodeWeights(tensors: NamedTensors, notes: Record<string, string>): Uint8Array {
  const stored = new Map<string, StoredTensor>()
  for (const [name, tensor] of tensors) stored.set(name, { dtype: 'F32', ...tensor })
  return encodeSafetensors(stored, { ...notes, sha256: contentHash(stored) })
}

/** A file whose note `format` is the wanted one; anything else is refused, saying what it is. */
export function readWeights(file: string, format: string): WeightsFile {
  const bytes = readBytes(file)
  const { tensors, metadata } = decodeSafetensors(bytes, file)
  if (metadata.format !== format) {
    const found = metadata.format ? `it is ${metadata.format}` : 'it does not say what it holds'
    throw new Refusal(`${file} is no ${format} file: ${found}.`, { field: file, code: 'unsupported' })
  }
  checkContent(file, bytes, { tensors, metadata })
  const named: NamedTensors = new Map()
  for (const [name, tensor] of tensors) {
    if (!(tensor.data instanceof Float32Array))
      throw new Refusal(`${file}: tensor ${name} is ${tensor.dtype}, expected F32.`, { field: file, code: 'damaged' })
    named.set(name, { shape: tensor.shape, data: tensor.data })
  }
  return { tensors: named, notes: metadata }
}

/** The same file with the averaged weights alone: a quarter of the size, all that sampling and judging need. */
export function averagedWeights(file: string): Uint8Array {
  const bytes = readBytes(file)
  const whole = decodeSafetensors(bytes, file)
  checkContent(file, bytes, whole)
  const averaged = new Map([...whole.tensors].filter(([name]) => name.startsWith('ema/')))
  return encodeSafetensors(averaged, { ...whole.metadata, sha256: contentHash(averaged) })
}

/** Of files that have been hashed already, as long as they are the same. */
const known = new Map<string, { stamp: string; hash: string }>()

/** SHA-256, read once in a process for as long as the file is the same. */
export function hashFile(file: string): string {
  regularFileSize(file, MOST_BYTES)
  const { mtimeMs, size, ino } = statSync(file)
  const stamp = `${mtimeMs}/${size}/${ino}`
  const before = known.get(file)
  if (before?.stamp === stamp) return before.hash
  const hash = createHash('sha256').update(readBytes(file)).digest('hex')
  known.set(file, { stamp, hash })
  return hash
}

/** What one buffer holds. */
const MOST_BYTES = 2 ** 31

function readBytes(file: string): Uint8Array {
  return readRegularFile(file, MOST_BYTES)
}
