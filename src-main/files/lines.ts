/** Files that grow by lines (`metrics.jsonl`, `log.txt`): each call is on disk when it returns; a torn last line is cut off. */
import * as nodeFs from 'node:fs'
import { type FileSystem, writeFully, writeRefusal } from './write-whole.ts'

const NEWLINE = 10

/** Appends whole lines and waits for the disk. What a crash or a full disk left of a line is removed. */
export function appendLines(path: string, lines: readonly string[], fs: FileSystem = nodeFs): void {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  try {
    const file = fs.openSync(path, nodeFs.constants.O_RDWR | nodeFs.constants.O_CREAT | nodeFs.constants.O_APPEND)
    try {
      const end = cutTornTail(file, fs)
      try {
        writeFully(file, bytes, fs)
        fs.fsyncSync(file)
      } catch (error) {
        fs.ftruncateSync(file, end)
        throw error
      }
    } finally {
      fs.closeSync(file)
    }
  } catch (error) {
    throw writeRefusal(error, path, bytes.length)
  }
}

/** The whole lines of a file, none if it is not there. Text after the last newline was never acknowledged. */
export function readLines(path: string): string[] {
  if (!nodeFs.existsSync(path)) return []
  const text = nodeFs.readFileSync(path, 'utf8')
  return text.split('\n').slice(0, -1)
}

/** Length of the file up to and with its last newline; cuts off what follows. */
function cutTornTail(file: number, fs: FileSystem): number {
  const { size } = fs.fstatSync(file)
  const block = Buffer.alloc(4096)
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length)
    fs.readSync(file, block, 0, end - start, start)
    const at = block.subarray(0, end - start).lastIndexOf(NEWLINE)
    if (at >= 0) {
      const whole = start + at + 1
      if (whole < size) fs.ftruncateSync(file, whole)
      return whole
    }
    end = start
  }
  if (size > 0) fs.ftruncateSync(file, 0)
  return 0
}
