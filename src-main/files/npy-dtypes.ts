/** The kinds of numbers that a .npy file holds: bytes of an item, the array that holds them, and how one is read. */

export type NumericArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

type Source = DataView<ArrayBufferLike>

export type NpyDtype = {
  bytes: number
  make: (length: number) => NumericArray
  /** Where a plain copy will not do. */
  read: (from: Source, at: number, little: boolean) => number
}

/** By dtype without its byte order. */
export const DTYPES: Readonly<Record<string, NpyDtype>> = {
  b1: { bytes: 1, make: (n) => new Uint8Array(n), read: (from, at) => Number(from.getUint8(at) !== 0) },
  u1: { bytes: 1, make: (n) => new Uint8Array(n), read: (from, at) => from.getUint8(at) },
  i1: { bytes: 1, make: (n) => new Int8Array(n), read: (from, at) => from.getInt8(at) },
  u2: { bytes: 2, make: (n) => new Uint16Array(n), read: (from, at, little) => from.getUint16(at, little) },
  i2: { bytes: 2, make: (n) => new Int16Array(n), read: (from, at, little) => from.getInt16(at, little) },
  u4: { bytes: 4, make: (n) => new Uint32Array(n), read: (from, at, little) => from.getUint32(at, little) },
  i4: { bytes: 4, make: (n) => new Int32Array(n), read: (from, at, little) => from.getInt32(at, little) },
  u8: {
    bytes: 8,
    make: (n) => new Float64Array(n),
    read: (from, at, little) =>
      exact(from.getUint32(at + (little ? 4 : 0), little), from.getUint32(at + (little ? 0 : 4), little)),
  },
  i8: {
    bytes: 8,
    make: (n) => new Float64Array(n),
    read: (from, at, little) =>
      exact(from.getInt32(at + (little ? 4 : 0), little), from.getUint32(at + (little ? 0 : 4), little)),
  },
  f2: { bytes: 2, make: (n) => new Float32Array(n), read: (from, at, little) => half(from.getUint16(at, little)) },
  f4: { bytes: 4, make: (n) => new Float32Array(n), read: (from, at, little) => from.getFloat32(at, little) },
  f8: { bytes: 8, make: (n) => new Float64Array(n), read: (from, at, little) => from.getFloat64(at, little) },
}

/** 64 bits from their halves; NaN for what float64 cannot hold exactly. */
const exact = (high: number, low: number) => {
  const value = high * 2 ** 32 + low
  return Number.isSafeInteger(value) ? value : NaN
}

/** IEEE 754 binary16: (-1)^s 2^(e-15) (1 + f/1024); e = 0 subnormal, e = 31 infinite or NaN. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = (bits & 0x3ff) / 1024
  if (exponent === 0) return sign * 2 ** -14 * fraction
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * 2 ** (exponent - 15) * (1 + fraction)
}

/** Whether items lie in the file as they lie in memory: everything that runs us has the little-endian order. */
export const isPlain = (dtype: string, littleEndian: boolean): boolean => {
  const { bytes, make } = DTYPES[dtype]
  return littleEndian && make(0).BYTES_PER_ELEMENT === bytes && !['b1', 'u8', 'i8'].includes(dtype)
}
