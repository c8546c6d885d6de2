/** A file that the user named, where it must be read at once: by size and kind first, since a pipe waits for ever and a device has no end. */
import { readFileSync, statSync } from 'node:fs'
import { Refusal } from '#contract/refusal.ts'
import { fileRefusal } from './read-file.ts'

/** Bytes of a regular file; refuses what is none, and one of more than `most` bytes. */
export function regularFileSize(path: string, most = Infinity): number {
  try {
    const found = statSync(path)
    if (!found.isFile()) throw new Refusal(`${path} is not a file. Name a file.`, { field: path })
    if (found.size <= most) return found.size
  } catch (error) {
    throw fileRefusal(error, path)
  }
  throw new Refusal(`${path} holds more than the ${most} bytes that are read.`, { field: path, code: 'unsupported' })
}

export function readRegularFile(path: string, most: number): Uint8Array {
  regularFileSize(path, most)
  try {
    return readFileSync(path)
  } catch (error) {
    throw fileRefusal(error, path)
  }
}
