/** The list of entries that a .zip ends with, every length checked before use. Lists beyond 65,534 entries and 4 GiB are read too. */
import { Refusal } from '#contract/refusal.ts'

export type ZipEntry = { name: string; method: number; crc: number; packedBytes: number; bytes: number; offset: number }

const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const CENTRAL = 0x02014b50
/** End-of-directory record, and the longest comment that may follow it. */
const END_BYTES = 22
const MAX_COMMENT = 0xffff
/** The last bytes of a .zip that its end is looked for in: both records, the way to the 64-bit one, the longest comment. */
export const TAIL_BYTES = 2 ** 17
/** "See the 64-bit extension", which only files beyond 4 GiB need. */
export const ZIP64 = 0xffffffff
const EXTENSION64 = 1

/** Where the list of entries begins and ends in the file, and how many they are. */
export type ZipDirectory = { start: number; end: number; count: number }

/** `tail` is the end of the file, from its byte `from` on. More than 65,534 entries stand in the 64-bit record before the end. */
export function findDirectory(tail: Uint8Array, from: number, file: string, most: number): ZipDirectory {
  const found = lookForDirectory(new DataView(tail.buffer, tail.byteOffset, tail.byteLength), from, file)
  if (found.count > most)
    throw new Refusal(`${file} has ${found.count} entries, at most ${most} are read. Pack fewer into one file.`, {
      field: file,
    })
  if (!(found.start <= found.end)) throw damaged(file, BROKEN)
  return found
}

function lookForDirectory(view: DataView, from: number, file: string): ZipDirectory {
  const end = findEnd(view, file)
  const locator = end - 20
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64)
    return { end: from + end, count: view.getUint16(end + 10, true), start: view.getUint32(end + 16, true) }
  const at = Number(view.getBigUint64(locator + 8, true)) - from
  if (at < 0 || at + 56 > locator || view.getUint32(at, true) !== END64) throw damaged(file, BROKEN)
  const [count, start] = [Number(view.getBigUint64(at + 32, true)), Number(view.getBigUint64(at + 48, true))]
  return { end: from + at, count, start }
}

function findEnd(view: DataView, file: string): number {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at
  }
  throw damaged(file, 'is no whole .zip or .npz file: its end is missing.')
}

/** The `count` entries of a list. Nothing is unpacked, and no name is ever used as a path. */
export function readDirectory(list: Uint8Array, count: number, file: string): ZipEntry[] {
  const view = new DataView(list.buffer, list.byteOffset, list.byteLength)
  const decoder = new TextDecoder()
  const entries = new Map<string, ZipEntry>()
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > list.length || view.getUint32(at, true) !== CENTRAL) throw damaged(file, BROKEN)
    const extra = at + 46 + view.getUint16(at + 28, true)
    const comment = extra + view.getUint16(at + 30, true)
    const next = comment + view.getUint16(at + 32, true)
    if (next > list.length) throw damaged(file, BROKEN)
    const name = decoder.decode(list.subarray(at + 46, extra))
    if (entries.has(name)) throw damaged(file, `holds two entries named ${name}.`)
    const [bytes, packedBytes, offset] = extended(
      [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)],
      new DataView(list.buffer, list.byteOffset + extra, comment - extra),
    )
    const [method, crc] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)]
    entries.set(name, { name, method, crc, packedBytes, bytes, offset })
    at = next
  }
  return [...entries.values()]
}

/** Numbers of 32 bits that say "see the extension" are taken from there, in their order; left as they are where it lacks them. */
function extended(numbers: readonly number[], extra: DataView): number[] {
  if (!numbers.includes(ZIP64)) return [...numbers]
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== EXTENSION64) continue
    const end = Math.min(extra.byteLength, at + 4 + extra.getUint16(at + 2, true))
    let next = at + 4
    return numbers.map((number) => {
      if (number !== ZIP64 || next + 8 > end) return number
      next += 8
      return Number(extra.getBigUint64(next - 8, true))
    })
  }
  return [...numbers]
}

const BROKEN = 'has a broken list of entries.'

export const damaged = (where: string, what: string): Refusal =>
  new Refusal(`${where} ${what} Save or copy it again.`, { field: where, code: 'damaged' })
