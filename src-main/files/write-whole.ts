/** The one way to write a file whole: a reader finds the old content or the new, never a part, whatever dies in between. */
import * as nodeFs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'

/** What is used of node:fs; tests hand in one that fails. */
export type FileSystem = Pick<
  typeof nodeFs,
  | 'openSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'renameSync'
  | 'rmSync'
  | 'fstatSync'
  | 'readSync'
  | 'ftruncateSync'
>

/**
 * Writes beside `path` under a name of its own, fsync, rename over `path`, fsync of the folder. On any failure the temporary
 * file is removed and `path` is as it was.
 */
export function writeWhole(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
  fs: FileSystem = nodeFs,
): void {
  const parts = bytesOf(content)
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    const file = fs.openSync(temporary, 'w')
    try {
      for (const part of parts) writeFully(file, part, fs)
      fs.fsyncSync(file)
    } finally {
      fs.closeSync(file)
    }
    fs.renameSync(temporary, path)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw writeRefusal(error, path, totalBytes(parts))
  }
  syncFolder(dirname(path), fs)
}

/** JSON with an indent of 2 and a final newline. Numbers that are not finite would become null: refused as a bug. */
export function writeJson(path: string, value: unknown, fs: FileSystem = nodeFs): void {
  writeWhole(path, `${JSON.stringify(value, refuseNonFinite, 2)}\n`, fs)
}

function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${key} = ${value} has no JSON form`)
  return value
}

/** A `write` may take only part of what it is given. */
export function writeFully(file: number, bytes: Uint8Array, fs: FileSystem): void {
  for (let written = 0; written < bytes.length;) {
    written += fs.writeSync(file, bytes, written, bytes.length - written)
  }
}

/** Makes a rename or a new file survive a power cut. Windows cannot open a folder, and needs no such step. */
export function syncFolder(folder: string, fs: FileSystem = nodeFs): void {
  if (process.platform === 'win32') return
  const handle = fs.openSync(folder, 'r')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

const bytesOf = (content: string | Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] =>
  typeof content === 'string' ? [Buffer.from(content)] : content instanceof Uint8Array ? [content] : content

const totalBytes = (parts: readonly Uint8Array[]) => parts.reduce((sum, { length }) => sum + length, 0)

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'])
const UNREACHED: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'a link on its way leads to itself',
  ENOTDIR: 'something on its way is no folder',
  EISDIR: 'there is a folder of that name',
  EEXIST: 'there is a file of that name',
}
const NOT_ALLOWED = /^(EACCES|EPERM|EROFS|SQLITE_READONLY.*|SQLITE_CANTOPEN.*|SQLITE_PERM)$/

/** Whether another program holds the history: it will let go of it, and what is to be written can wait. */
export const isHeld = (error: unknown): boolean =>
  error instanceof Refusal && String((error.cause as NodeJS.ErrnoException | undefined)?.code).startsWith('SQLITE_BUSY')

/** A Refusal where the user can act (space, permission, a folder that is gone), else `error` itself. */
export function writeRefusal(error: unknown, path: string, bytes?: number): unknown {
  if (error instanceof Refusal) return error
  const { code = '' } = error as NodeJS.ErrnoException
  const options = { field: path, cause: error }
  if (NO_SPACE.has(code)) {
    const need = bytes === undefined ? '' : ` It needs ${bytes} bytes.`
    const what = code === 'EDQUOT' ? 'Your quota on this disk is used up' : 'The disk is full'
    const message = `${what}: ${path} could not be written.${need} Free some space and try again; what was there is unchanged.`
    return new Refusal(message, { ...options, code: 'no-space' })
  }
  if (NOT_ALLOWED.test(code)) {
    // The file that was met first: a folder of another user's, say.
    const met = (error as NodeJS.ErrnoException).path ?? path
    const message = `${met} may not be written (${code}). Allow it, or choose another data folder with ANNEAL_HOME.`
    return new Refusal(message, { ...options, field: met, code: 'unsupported' })
  }
  if (code.startsWith('SQLITE_BUSY')) {
    const message = `${path} is held by another program. Close it, or try again.`
    return new Refusal(message, { ...options, code: 'conflict' })
  }
  const why = UNREACHED[code]
  if (why) {
    const message = `${path} cannot be written: ${why}. Choose another place, or another data folder with ANNEAL_HOME.`
    return new Refusal(message, { ...options, code: 'unsupported' })
  }
  if (code === 'ENOENT') {
    const message = `${path} cannot be written: its folder is gone. Restore the folder or choose another data folder.`
    return new Refusal(message, { ...options, code: 'not-found' })
  }
  return error
}
