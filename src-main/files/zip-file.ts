/** Reads a .zip of any size from disk, an entry at a time: no more of it is in memory than its list of entries and those being read. */
import { type FileHandle, open } from 'node:fs/promises'
import { Refusal } from '#contract/refusal.ts'
import { type ByteSource, fileParts } from './byte-source.ts'
import { unpackParts } from './unpack-parts.ts'
import { fileRefusal, fileSize, MAX_BYTES } from './read-file.ts'
import { entryName, headerBytes, LOCAL_BYTES, refuseTooLarge, unpack } from './zip.ts'
import { damaged, findDirectory, readDirectory, TAIL_BYTES, type ZipEntry } from './zip-directory.ts'

export type ZipFile = {
  entries: readonly ZipEntry[]
  /** Opened for as long as it takes: nothing has to be closed. Refuses an entry of more than `most` bytes, packed or not. */
  read(entry: ZipEntry, most: number): Promise<Uint8Array>
  /** The same part by part, whatever its size; told of an altered one once its end is read. */
  source(entry: ZipEntry): ByteSource
}

/** Refuses more than `most` entries. */
export async function openZipFile(path: string, most: number): Promise<ZipFile> {
  const size = await fileSize(path)
  const entries = await withFile(path, async (file) => {
    const from = Math.max(0, size - TAIL_BYTES)
    const { start, end, count } = findDirectory(await bytesAt(file, from, size - from), from, path, most)
    if (end - start > MAX_BYTES)
      throw new Refusal(
        `${path} has a list of entries of ${end - start} bytes, at most ${MAX_BYTES} are read. Pack fewer into one file.`,
        { field: path },
      )
    return readDirectory(await bytesAt(file, start, end - start), count, path)
  })
  return {
    entries,
    read: (entry, mostBytes) => {
      const where = entryName(path, entry)
      return withFile(path, async (file) => {
        refuseTooLarge(where, entry, path)
        if (Math.max(entry.bytes, entry.packedBytes) > mostBytes)
          throw new Refusal(`${where} holds ${entry.bytes} bytes, at most ${mostBytes} are read of one entry.`, {
            field: path,
          })
        if (entry.offset > size) throw damaged(where, 'is not where the list says.')
        const start = entry.offset + headerBytes(await bytesAt(file, entry.offset, LOCAL_BYTES), where)
        return unpack(await bytesAt(file, start, entry.packedBytes), entry, where)
      })
    },
    source: (entry) => ({
      bytes: entry.bytes,
      async *parts() {
        const where = entryName(path, entry)
        refuseTooLarge(where, entry, path)
        if (entry.offset > size) throw damaged(where, 'is not where the list says.')
        const header = await withFile(path, (file) => bytesAt(file, entry.offset, LOCAL_BYTES))
        const start = entry.offset + headerBytes(header, where)
        if (start + entry.packedBytes > size) throw damaged(where, 'is cut short.')
        yield* unpackParts(fileParts(path, start, start + entry.packedBytes), entry, where)
      },
    }),
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    const file = await open(path)
    try {
      return await use(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileRefusal(error, path)
  }
}

/** Fewer where the file ends before. */
async function bytesAt(file: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, from + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}
