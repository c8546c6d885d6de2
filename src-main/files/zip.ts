/** Reads a .zip in memory through its central directory, every entry checked by its CRC-32. */
import { crc32, inflateRawSync } from 'node:zlib'
import { Refusal } from '#contract/refusal.ts'
import { refuseBomb } from './unpacking-limits.ts'
import { damaged, findDirectory, readDirectory, ZIP64, type ZipEntry } from './zip-directory.ts'

/** Of arrays a zip holds a few; of pictures as many as a data set has. */
export const MAX_ENTRIES = 10_000
const LOCAL = 0x04034b50
/** What stands before an entry: this much, its name and its extensions. */
export const LOCAL_BYTES = 30

/** What the central directory lists. Nothing is unpacked, and no name is ever used as a path. */
export function zipEntries(zip: Uint8Array, file: string, most = MAX_ENTRIES): ZipEntry[] {
  const { start, end, count } = findDirectory(zip, 0, file, most)
  return readDirectory(zip.subarray(start, end), count, file)
}

/** The bytes of one entry. */
export function unzip(zip: Uint8Array, entry: ZipEntry, file: string): Uint8Array {
  const where = entryName(file, entry)
  refuseTooLarge(where, entry, file)
  const start = entry.offset + headerBytes(zip.subarray(entry.offset, entry.offset + LOCAL_BYTES), where)
  return unpack(zip.subarray(start, start + entry.packedBytes), entry, where)
}

export const entryName = (file: string, { name }: Pick<ZipEntry, 'name'>): string => `${file} (${name})`

/** By what the list says, before any memory is taken. */
export function refuseTooLarge(where: string, { bytes, packedBytes }: ZipEntry, file: string): void {
  if (bytes >= ZIP64 || packedBytes >= ZIP64) {
    throw new Refusal(`${where} is larger than 4 GiB. Save fewer images in one file.`, {
      field: file,
      code: 'unsupported',
    })
  }
  refuseBomb(where, packedBytes, bytes)
}

/** How far behind its offset an entry begins. */
export function headerBytes(header: Uint8Array, where: string): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  if (header.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL)
    throw damaged(where, 'is not where the list says.')
  return LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true)
}

/** The bytes of an entry out of its packed ones. */
export function unpack(packed: Uint8Array, entry: ZipEntry, where: string): Uint8Array {
  if (packed.length < entry.packedBytes) throw damaged(where, 'is cut short.')
  const bytes = inflate(packed, entry, where)
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc)
    throw damaged(where, 'is altered: its checksum does not match.')
  return bytes
}

/** Deflate; 0 is not packed at all. */
export const PACKED = 8

export function refuseMethod(method: number, where: string): void {
  if (method === 0 || method === PACKED) return
  throw new Refusal(`${where} is packed by method ${method}. Save it with numpy.savez or numpy.savez_compressed.`, {
    field: where,
    code: 'unsupported',
  })
}

function inflate(packed: Uint8Array, { method, bytes }: ZipEntry, where: string): Uint8Array {
  refuseMethod(method, where)
  if (method !== PACKED) return packed
  try {
    const unpacked = inflateRawSync(packed, { maxOutputLength: Math.max(bytes, 1) })
    return new Uint8Array(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength)
  } catch {
    throw damaged(where, 'cannot be unpacked: it is altered, or larger than it says.')
  }
}
