/** Whether weights are those that were written: their own hash inside the file, the manifest of their run, or the card they ship with. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { StoredTensor } from '#files/safetensors.ts'
import { Refusal } from '#contract/refusal.ts'
import { hashPart } from '#files/hash-part.ts'
import { manifestHashes } from '#files/manifest.ts'
import { readLayout } from '#files/safetensors-header.ts'

/** SHA-256 over names, types, shapes and numbers, by name: it does not depend on the order or the notes of the file. */
export function contentHash(tensors: ReadonlyMap<string, StoredTensor>): string {
  const hash = createHash('sha256')
  for (const [name, { dtype, shape, data }] of [...tensors].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${JSON.stringify([name, dtype, shape])}\n`)
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}

/** Refuses weights that are not as they were written, as far as anything tells what they were. */
export function checkContent(
  file: string,
  bytes: Uint8Array,
  { tensors, metadata }: { tensors: ReadonlyMap<string, StoredTensor>; metadata: Record<string, string> },
): void {
  const inside = metadata.sha256
  const outside = inside === undefined ? hashKnownOf(file) : undefined
  const whole =
    inside === undefined ? outside === undefined || outside === sha256(bytes) : inside === contentHash(tensors)
  if (!whole) throw damaged(file)
}

/** The same of a file that is never held whole: its numbers pass through the hash, some at a time. */
export async function checkContentOfFile(file: string): Promise<void> {
  const { metadata, entries, start } = readLayout(file)
  const inside = metadata.sha256
  const outside = inside === undefined ? hashKnownOf(file) : undefined
  if (inside === undefined && outside === undefined) return
  const hash = createHash('sha256')
  if (inside === undefined) await hashPart(hash, file)
  else
    for (const [name, { dtype, shape, data_offsets }] of entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      hash.update(`${JSON.stringify([name, dtype, shape])}\n`)
      const [begin, end] = data_offsets
      if (end > begin) await hashPart(hash, file, start + begin, start + end)
    }
  if (hash.digest('hex') !== (inside ?? outside)) throw damaged(file)
}

const damaged = (file: string) =>
  new Refusal(
    `${file} is damaged: its numbers are not those that were written. Restore it from a backup, or name another checkpoint; \`anneal verify\` checks all there are.`,
    { field: file, code: 'damaged' },
  )

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Of a file without a hash inside: what the manifest of its run says, or the card beside it. */
function hashKnownOf(file: string): string | undefined {
  const folder = dirname(file)
  const listed = manifestHashes(dirname(folder)).get(`${basename(folder)}/${basename(file)}`)
  if (listed !== undefined) return listed
  const card = join(folder, 'card.json')
  if (basename(file) !== 'weights.safetensors' || !existsSync(card)) return undefined
  const said = (JSON.parse(readFileSync(card, 'utf8')) as { weights_sha256?: unknown }).weights_sha256
  return typeof said === 'string' ? said : undefined
}
