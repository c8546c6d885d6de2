/** NumPy's .npy: magic, version, a header of three facts, then the items. Format: NumPy, NEP 1 (Kern 2007), versions 1 to 3. */
import { Refusal } from '#contract/refusal.ts'
import { DTYPES, isPlain, type NumericArray } from './npy-dtypes.ts'
import { npyHeader, type NpyHeader } from './npy-header.ts'

export type { NumericArray }

/** `data` in C order. float16 is widened to float32, 64-bit integers to float64 (those beyond 2^53 are refused). */
export type NpyArray = { shape: number[]; dtype: string; data: NumericArray }

/** An array of numbers. Object arrays, records, text and complex numbers are refused; the length must be right to the byte. */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const header = npyHeader(bytes, file)
  const count = itemsIn(header, bytes.length, file)
  const items = bytes.subarray(header.dataOffset)
  return { shape: header.shape, dtype: header.dtype, data: inRows(decode(items, header, count, file), header) }
}

/** How many items the header promises; refuses a file that holds another number of bytes. */
export function itemsIn(header: NpyHeader, fileBytes: number, file: string): number {
  const { bytes } = DTYPES[header.dtype]
  const count = header.shape.reduce((product, size) => product * size, 1)
  const found = fileBytes - header.dataOffset
  const wanted = count * bytes
  if (found === wanted) return count
  const shape = `(${header.shape.join(', ')}) of ${bytes}-byte items = ${wanted} bytes`
  const message = `${file} is ${found < wanted ? 'cut short' : 'too long'}: its header promises ${shape}, ${found} are there.`
  throw new Refusal(`${message} Save or copy it again.`, { field: file, code: 'damaged' })
}

/**
 * The machine's own byte order is the little-endian one on everything that runs us: those items are the file's own bytes where they lie
 * at a multiple of their size, as NumPy sees to, and a copy elsewhere. An array of a gigabyte is not held twice.
 */
function decode(items: Uint8Array, header: NpyHeader, count: number, file: string): NumericArray {
  const { make, read, bytes } = DTYPES[header.dtype]
  if (isPlain(header.dtype, header.littleEndian)) {
    const { constructor } = make(0)
    const aligned = items.byteOffset % bytes === 0 ? items : Uint8Array.from(items)
    return new (constructor as Uint8ArrayConstructor)(aligned.buffer, aligned.byteOffset, count) as NumericArray
  }
  const data = make(count)
  const view = new DataView(items.buffer, items.byteOffset, items.byteLength)
  for (let i = 0; i < count; i++) data[i] = read(view, i * bytes, header.littleEndian)
  if (header.dtype.endsWith('8') && header.dtype !== 'f8' && data.some(Number.isNaN)) {
    throw beyondExact(file)
  }
  return data
}

export const beyondExact = (file: string) =>
  new Refusal(`${file} has integers beyond 2^53. Save it as float64.`, { field: file, code: 'unsupported' })

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
