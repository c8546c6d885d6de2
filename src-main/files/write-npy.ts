/** Writes an array as .npy version 1.0, C order, little-endian: what numpy.save gives. */
import type { NumericArray } from './npy.ts'

const DESCR: Readonly<Record<string, string>> = {
  Uint8Array: '|u1',
  Int8Array: '|i1',
  Uint16Array: '<u2',
  Int16Array: '<i2',
  Uint32Array: '<u4',
  Int32Array: '<i4',
  Float32Array: '<f4',
  Float64Array: '<f8',
}

/** `data` in C order; its length is the product of `shape`. */
export function npyBytes(data: NumericArray, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const [header, items] = npyParts(data, shape)
  const bytes = new Uint8Array(header.length + items.length)
  bytes.set(header)
  bytes.set(items, header.length)
  return bytes
}

/** The same in two parts, so that what is large is not copied. */
export function npyParts(data: NumericArray, shape: readonly number[]): [header: Uint8Array, items: Uint8Array] {
  const count = shape.reduce((product, size) => product * size, 1)
  if (data.length !== count) throw new RangeError(`${data.length} items are no array of shape (${shape.join(', ')})`)
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const facts = `{'descr': '${DESCR[data.constructor.name]}', 'fortran_order': False, 'shape': ${tuple}, }`
  // Padded so that the items begin at a multiple of 64, for readers that map the file into memory.
  const header = facts.padEnd(Math.ceil((10 + facts.length + 1) / 64) * 64 - 11) + '\n'
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]
  const first = Uint8Array.of(...magic, ...new TextEncoder().encode(header))
  return [first, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]
}
