/** Reads a file that the user named whole into memory, or refuses with the reason and what to do. */
import { open, stat } from 'node:fs/promises'
import { Refusal, type RefusalCode } from '#contract/refusal.ts'

/** The most that is read or unpacked into memory for one file. CIFAR-10 whole is 0.18 of it. */
export const MAX_BYTES = 2 ** 30

export async function readWhole(path: string, maxBytes = MAX_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const size = await fileSize(path)
    if (size > maxBytes) {
      throw new Refusal(
        `${path} holds ${size} bytes; at most ${maxBytes} are read. Split it, or make the images smaller.`,
        {
          field: path,
        },
      )
    }
    const bytes = new Uint8Array(size)
    const file = await open(path)
    try {
      let filled = 0
      while (filled < size) {
        const { bytesRead } = await file.read(bytes, filled, size - filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileRefusal(error, path)
  }
}

/** The first `count` bytes, or all where there are fewer. */
export async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  await fileSize(path)
  try {
    const file = await open(path)
    try {
      const bytes = new Uint8Array(count)
      const { bytesRead } = await file.read(bytes, 0, count, 0)
      return bytes.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileRefusal(error, path)
  }
}

/** Of a file, and of nothing else. Asked before opening: opening a named pipe would wait for its writer for ever. */
export async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileRefusal(error, path)
  })
  if (!found.isFile()) throw new Refusal(`${path} is not a file. Name a file.`, { field: path })
  return found.size
}

const REASONS: Readonly<Record<string, [reason: string, code?: RefusalCode]>> = {
  ENOENT: ['does not exist. Check the path.', 'not-found'],
  ENOTDIR: ['lies below something that is no folder. Check the path.'],
  EISDIR: ['is a folder. Name a file.'],
  EACCES: ['may not be opened. Give yourself permission to it.'],
  EPERM: ['may not be opened. Give yourself permission to it.'],
  ELOOP: ['is a link that leads to itself. Name the file itself.'],
  ENAMETOOLONG: ['has too long a name. Shorten it.'],
  ENOSPC: ['does not fit on the disk. Make room there, or choose another data folder.', 'no-space'],
  EROFS: ['lies on a read-only disk. Choose another folder.'],
  ENXIO: ['is no file that can be read. Name a file.'],
  ENODEV: ['is no file that can be read. Name a file.'],
  EINVAL: ['is no file that can be read. Name a file.'],
  EOPNOTSUPP: ['is no file that can be read. Name a file.'],
  EIO: ['cannot be read: the disk reports an error. Copy the file again.', 'damaged'],
}

/** The system's error about `path` as a refusal, where the user can act on it; any other error as it was. */
export function fileRefusal(error: unknown, path: string): unknown {
  const found = error instanceof Error && 'code' in error ? REASONS[String(error.code)] : undefined
  return found ? new Refusal(`${path} ${found[0]}`, { field: path, code: found[1], cause: error }) : error
}
