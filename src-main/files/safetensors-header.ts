/** What a safetensors file says of itself, without reading its numbers: a list of a hundred networks is a hundred short reads. */
import { closeSync, openSync, readSync } from 'node:fs'
import { messageOf } from '#contract/refusal.ts'
import { fileRefusal } from './read-file.ts'
import { regularFileSize } from './regular-file.ts'
import { parseLayout, refuseFile, type Layout } from './safetensors-layout.ts'
import { parseWithoutDuplicates } from './strict-json.ts'

export type SafetensorsHeader = { metadata: Record<string, string>; shapes: Map<string, number[]>; bytes: number }

/** Some 30,000 tensors, ten times the largest networks there are; it bounds what a hostile file can make us parse. */
export const LONGEST_HEADER = 4_000_000

/** Whether the numbers are there and in their places is only known once `readLayout` or `decodeSafetensors` has held them against it. */
export function readSafetensorsHeader(file: string): SafetensorsHeader {
  const { header, bytes } = headerBytes(file)
  try {
    const { __metadata__: metadata = {}, ...tensors } = parseWithoutDuplicates(header.toString('utf8')) as Record<
      string,
      unknown
    >
    const shapes = Object.entries(tensors).map(([name, entry]) => [name, (entry as { shape: number[] }).shape] as const)
    return { metadata: metadata as Record<string, string>, shapes: new Map(shapes), bytes }
  } catch (error) {
    return refuseFile(file)(messageOf(error))
  }
}

/** Where each tensor stands in the file, whose length is held against it. */
export function readLayout(file: string): Layout & { start: number } {
  const { header, bytes } = headerBytes(file)
  const start = 8 + header.length
  return { ...parseLayout(header, bytes - start, refuseFile(file)), start }
}

function headerBytes(file: string): { header: Buffer; bytes: number } {
  const refuse = refuseFile(file)
  const bytes = regularFileSize(file)
  const handle = openIfAllowed(file)
  try {
    const length = Buffer.alloc(8)
    const found = readSync(handle, length, 0, 8, 0) === 8 ? length.readBigUInt64LE() : -1n
    if (found < 2n || found > BigInt(bytes - 8)) refuse('it has no header')
    if (found > BigInt(LONGEST_HEADER))
      refuse(`its header of ${found} bytes is longer than the ${LONGEST_HEADER} allowed`)
    const header = Buffer.alloc(Number(found))
    readSync(handle, header, 0, header.length, 8)
    return { header, bytes }
  } finally {
    closeSync(handle)
  }
}

function openIfAllowed(file: string): number {
  try {
    return openSync(file, 'r')
  } catch (error) {
    throw fileRefusal(error, file)
  }
}

/** Numbers in the tensors whose names begin with `prefix`. */
export function countParameters({ shapes }: SafetensorsHeader, prefix: string): number {
  let count = 0
  for (const [name, shape] of shapes)
    if (name.startsWith(prefix)) count += shape.reduce((product, size) => product * size, 1)
  return count
}
