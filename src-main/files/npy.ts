/** NumPy's .npy: magic, version, a header of three facts, then the items. Format: NumPy, NEP 1 (Kern 2007), versions 1 to 3. */
import { Refusal } from '#contract/refusal.ts'
import { npyHeader, type NpyHeader } from './npy-header.ts'

export type NumericArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** `data` in C order. float16 is widened to float32, 64-bit integers to float64 (those beyond 2^53 are refused). */
export type NpyArray = { shape: number[]; dtype: string; data: NumericArray }

type Source = DataView<ArrayBufferLike>

/** Per dtype without its byte order: bytes of an item, its array, and how one is read where a plain copy will not do. */
const DTYPES: Readonly<
  Record<
    string,
    {
      bytes: number
      make: (length: number) => NumericArray
      read: (from: Source, at: number, little: boolean) => number
    }
  >
> = {
  b1: { bytes: 1, make: (n) => new Uint8Array(n), read: (from, at) => Number(from.getUint8(at) !== 0) },
  u1: { bytes: 1, make: (n) => new Uint8Array(n), read: (from, at) => from.getUint8(at) },
  i1: { bytes: 1, make: (n) => new Int8Array(n), read: (from, at) => from.getInt8(at) },
  u2: { bytes: 2, make: (n) => new Uint16Array(n), read: (from, at, little) => from.getUint16(at, little) },
  i2: { bytes: 2, make: (n) => new Int16Array(n), read: (from, at, little) => from.getInt16(at, little) },
  u4: { bytes: 4, make: (n) => new Uint32Array(n), read: (from, at, little) => from.getUint32(at, little) },
  i4: { bytes: 4, make: (n) => new Int32Array(n), read: (from, at, little) => from.getInt32(at, little) },
  u8: { bytes: 8, make: (n) => new Float64Array(n), read: (from, at, little) => exact(from.getBigUint64(at, little)) },
  i8: { bytes: 8, make: (n) => new Float64Array(n), read: (from, at, little) => exact(from.getBigInt64(at, little)) },
  f2: { bytes: 2, make: (n) => new Float32Array(n), read: (from, at, little) => half(from.getUint16(at, little)) },
  f4: { bytes: 4, make: (n) => new Float32Array(n), read: (from, at, little) => from.getFloat32(at, little) },
  f8: { bytes: 8, make: (n) => new Float64Array(n), read: (from, at, little) => from.getFloat64(at, little) },
}

/** An array of numbers. Object arrays, records, text and complex numbers are refused; the length must be right to the byte. */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const header = npyHeader(bytes, file)
  const dtype = DTYPES[header.dtype]
  const count = header.shape.reduce((product, size) => product * size, 1)
  const found = bytes.length - header.dataOffset
  const wanted = count * dtype.bytes
  if (found !== wanted) {
    const shape = `(${header.shape.join(', ')}) of ${dtype.bytes}-byte items = ${wanted} bytes`
    const message = `${file} is ${found < wanted ? 'cut short' : 'too long'}: its header promises ${shape}, ${found} are there.`
    throw new Refusal(`${message} Save or copy it again.`, { field: file, code: 'damaged' })
  }
  const items = bytes.subarray(header.dataOffset)
  return { shape: header.shape, dtype: header.dtype, data: inRows(decode(items, header, count, file), header) }
}

/**
 * The machine's own byte order is the little-endian one on everything that runs us: those items are the file's own bytes where they lie
 * at a multiple of their size, as NumPy sees to, and a copy elsewhere. An array of a gigabyte is not held twice.
 */
function decode(items: Uint8Array, header: NpyHeader, count: number, file: string): NumericArray {
  const { make, read, bytes } = DTYPES[header.dtype]
  const { BYTES_PER_ELEMENT, constructor } = make(0)
  if (header.littleEndian && BYTES_PER_ELEMENT === bytes && !['b1', 'u8', 'i8'].includes(header.dtype)) {
    const aligned = items.byteOffset % bytes === 0 ? items : Uint8Array.from(items)
    return new (constructor as Uint8ArrayConstructor)(aligned.buffer, aligned.byteOffset, count) as NumericArray
  }
  const data = make(count)
  const view = new DataView(items.buffer, items.byteOffset, items.byteLength)
  for (let i = 0; i < count; i++) data[i] = read(view, i * bytes, header.littleEndian)
  if (header.dtype.endsWith('8') && header.dtype !== 'f8' && data.some(Number.isNaN)) {
    throw new Refusal(`${file} has integers beyond 2^53. Save it as float64.`, { field: file, code: 'unsupported' })
  }
  return data
}

/** Fortran order (first index fastest) to C order (last index fastest). */
function inRows(data: NumericArray, { fortranOrder, shape }: NpyHeader): NumericArray {
  if (!fortranOrder || shape.length < 2) return data
  const rows = data.slice()
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1))
  const index = shape.map(() => 0)
  let source = 0
  for (let target = 0; target < rows.length; target++) {
    rows[target] = data[source]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++
      source += strides[axis]
      if (index[axis] < shape[axis]) break
      source -= strides[axis] * shape[axis]
      index[axis] = 0
    }
  }
  return rows
}

/** NaN for what float64 cannot hold exactly. */
const exact = (value: bigint) =>
  BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : NaN

/** IEEE 754 binary16: (-1)^s 2^(e-15) (1 + f/1024); e = 0 subnormal, e = 31 infinite or NaN. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = (bits & 0x3ff) / 1024
  if (exponent === 0) return sign * 2 ** -14 * fraction
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * 2 ** (exponent - 15) * (1 + fraction)
}
