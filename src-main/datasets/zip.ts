/** Reads a .zip through its central directory, with every length checked before use and every entry checked by its CRC-32. */
import { crc32, inflateRawSync } from 'node:zlib'
import { Refusal } from '#contract/refusal.ts'
import { refuseBomb } from './unpacking-limits.ts'

export type ZipEntry = { name: string; method: number; crc: number; packedBytes: number; bytes: number; offset: number }

const MAX_ENTRIES = 10_000
const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** End-of-directory record, and the longest comment that may follow it. */
const END_BYTES = 22
const MAX_COMMENT = 0xffff
/** "See the 64-bit extension", which only entries beyond 4 GiB need. */
const ZIP64 = 0xffffffff

/** What the central directory lists. Nothing is unpacked, and no name is ever used as a path. */
export function zipEntries(zip: Uint8Array, file: string): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = findEnd(view, file)
  const count = view.getUint16(end + 10, true)
  if (count > MAX_ENTRIES) {
    throw new Refusal(`${file} has ${count} entries, at most ${MAX_ENTRIES} are read. Pack fewer arrays.`, {
      field: file,
    })
  }
  const entries = new Map<string, ZipEntry>()
  let at = view.getUint32(end + 16, true)
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

function findEnd(view: DataView, file: string): number {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at
  }
  throw damaged(file, 'is no whole .zip or .npz file: its end is missing.')
}

const damaged = (where: string, what: string) =>
  new Refusal(`${where} ${what} Save or copy it again.`, { field: where, code: 'damaged' })
