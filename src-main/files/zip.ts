/** Reads a .zip through its central directory, with every length checked before use and every entry checked by its CRC-32. */
import { crc32, inflateRawSync } from 'node:zlib'
import { Refusal } from '#contract/refusal.ts'
import { refuseBomb } from './unpacking-limits.ts'

export type ZipEntry = { name: string; method: number; crc: number; packedBytes: number; bytes: number; offset: number }

/** Of arrays a zip holds a few; of pictures as many as a data set has. */
const MAX_ENTRIES = 10_000
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** End-of-directory record, and the longest comment that may follow it. */
const END_BYTES = 22
const MAX_COMMENT = 0xffff
/** "See the 64-bit extension", which only entries beyond 4 GiB need. */
const ZIP64 = 0xffffffff

/** What the central directory lists. Nothing is unpacked, and no name is ever used as a path. */
export function zipEntries(zip: Uint8Array, file: string, most = MAX_ENTRIES): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const { end, count, start } = findDirectory(view, file)
  if (count > most) {
    throw new Refusal(`${file} has ${count} entries, at most ${most} are read. Pack fewer into one file.`, {
      field: file,
    })
  }
  const entries = new Map<string, ZipEntry>()
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw damaged(file, 'has a broken list of entries.')
    const nameBytes = view.getUint16(at + 28, true)
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > end) throw damaged(file, 'has a broken list of entries.')
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameBytes))
    if (entries.has(name)) throw damaged(file, `holds two entries named ${name}.`)
    entries.set(name, {
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at = next
  }
  return [...entries.values()]
}

/** The bytes of one entry. */
export function unzip(zip: Uint8Array, entry: ZipEntry, file: string): Uint8Array {
  const where = `${file} (${entry.name})`
  if (entry.bytes === ZIP64 || entry.packedBytes === ZIP64) {
    throw new Refusal(`${where} is larger than 4 GiB. Save fewer images in one file.`, {
      field: file,
      code: 'unsupported',
    })
  }
  refuseBomb(where, entry.packedBytes, entry.bytes)
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const { offset } = entry
  if (offset + 30 > zip.length || view.getUint32(offset, true) !== LOCAL)
    throw damaged(where, 'is not where the list says.')
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + entry.packedBytes > zip.length) throw damaged(where, 'is cut short.')
  const bytes = inflate(zip.subarray(start, start + entry.packedBytes), entry, where)
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc)
    throw damaged(where, 'is altered: its checksum does not match.')
  return bytes
}

function inflate(packed: Uint8Array, { method, bytes }: ZipEntry, where: string): Uint8Array {
  if (method === 0) return packed
  if (method !== 8) {
    throw new Refusal(`${where} is packed by method ${method}. Save it with numpy.savez or numpy.savez_compressed.`, {
      field: where,
      code: 'unsupported',
    })
  }
  try {
    const unpacked = inflateRawSync(packed, { maxOutputLength: Math.max(bytes, 1) })
    return new Uint8Array(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength)
  } catch {
    throw damaged(where, 'cannot be unpacked: it is altered, or larger than it says.')
  }
}

/** Where the list of entries begins and ends, and how long it is: more than 65,534 stand in the 64-bit record before the end. */
function findDirectory(view: DataView, file: string): { end: number; count: number; start: number } {
  const end = findEnd(view, file)
  const locator = end - 20
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64)
    return { end, count: view.getUint16(end + 10, true), start: view.getUint32(end + 16, true) }
  const at = Number(view.getBigUint64(locator + 8, true))
  if (at + 56 > locator || view.getUint32(at, true) !== END64) throw damaged(file, 'has a broken list of entries.')
  const [count, start] = [Number(view.getBigUint64(at + 32, true)), Number(view.getBigUint64(at + 48, true))]
  return { end: at, count, start }
}

function findEnd(view: DataView, file: string): number {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at
  }
  throw damaged(file, 'is no whole .zip or .npz file: its end is missing.')
}

const damaged = (where: string, what: string) =>
  new Refusal(`${where} ${what} Save or copy it again.`, { field: where, code: 'damaged' })
