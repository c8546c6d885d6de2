/** An array of a .npy of any size, in the narrowest numbers that hold its values: the file passes by, only the array is held. */
import { Refusal } from '#contract/refusal.ts'
import type { ByteSource } from './byte-source.ts'
import type { NpyArray } from './npy.ts'
import { beyondExact, itemsIn } from './npy.ts'
import { DTYPES, isPlain, type NumericArray } from './npy-dtypes.ts'
import { MOST_HEADER_BYTES, npyHeader, type NpyHeader } from './npy-header.ts'

type Make = (length: number) => NumericArray
/** The first that holds least and largest. */
const INTEGERS: readonly [least: number, most: number, make: Make][] = [
  [0, 255, (n) => new Uint8Array(n)],
  [-128, 127, (n) => new Int8Array(n)],
  [0, 65_535, (n) => new Uint16Array(n)],
  [-32_768, 32_767, (n) => new Int16Array(n)],
  [0, 2 ** 32 - 1, (n) => new Uint32Array(n)],
  [-(2 ** 31), 2 ** 31 - 1, (n) => new Int32Array(n)],
  [-Infinity, Infinity, (n) => new Float64Array(n)],
]

/**
 * The array in C order, of integers as small as they are, of float64 as float32 unless `wide`. `dtype` is the file's. Refuses, from the
 * header where that can be known, one that takes more than `most` bytes so.
 */
export async function readNpy(source: ByteSource, file: string, most: number, wide = false): Promise<NpyArray> {
  const header = await readHeader(source, file)
  const count = itemsIn(header, source.bytes, file)
  const { dtype, shape } = header
  const isInteger = /^[ui][248]$|^i1$/.test(dtype)
  const asIs = dtype === 'f8' && !wide ? DTYPES.f4.make : DTYPES[dtype].make
  const least = isInteger ? 1 : asIs(0).BYTES_PER_ELEMENT
  refuseTooLarge(file, shape, count * least, most)
  const make = isInteger ? await narrowest(source, header, file) : asIs
  refuseTooLarge(file, shape, count * make(0).BYTES_PER_ELEMENT, most)
  const data = make(count)
  if (isPlain(dtype, header.littleEndian) && data.BYTES_PER_ELEMENT === DTYPES[dtype].bytes && !isScattered(header)) {
    const bytes = new Uint8Array(data.buffer)
    await eachItems(source, header, 1, (part, at) => bytes.set(part, at))
  } else {
    const place = isScattered(header) ? fortranPlaces(shape) : (i: number) => i
    await eachItem(source, header, (value, i) => (data[place(i)] = value))
  }
  return { shape, dtype, data }
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`

function refuseTooLarge(file: string, shape: readonly number[], bytes: number, most: number): void {
  if (bytes <= most) return
  const message = `${file} holds (${shape.join(', ')}) numbers, which take ${megabytes(bytes)}; at most ${megabytes(most)} are held.`
  throw new Refusal(`${message} Save fewer or smaller images, bytes (uint8) where they are floats, or several files.`, {
    field: file,
    code: 'unsupported',
  })
}

async function readHeader(source: ByteSource, file: string): Promise<NpyHeader> {
  const start = new Uint8Array(Math.min(source.bytes, MOST_HEADER_BYTES))
  let filled = 0
  for await (const part of source.parts()) {
    const taken = part.subarray(0, start.length - filled)
    start.set(taken, filled)
    filled += taken.length
    if (filled === start.length) break
  }
  return npyHeader(start.subarray(0, filled), file)
}

const isScattered = ({ fortranOrder, shape }: NpyHeader) => fortranOrder && shape.length > 1

/** Looks through the numbers once. */
async function narrowest(source: ByteSource, header: NpyHeader, file: string): Promise<Make> {
  let [least, most] = [Infinity, -Infinity]
  await eachItem(source, header, (value) => {
    if (Number.isNaN(value)) throw beyondExact(file)
    if (value < least) least = value
    if (value > most) most = value
  })
  return INTEGERS.find(([from, to]) => least >= from && most <= to)?.[2] ?? INTEGERS[0][2]
}

async function eachItem(
  source: ByteSource,
  header: NpyHeader,
  take: (value: number, index: number) => void,
): Promise<void> {
  const { read, bytes } = DTYPES[header.dtype]
  const { littleEndian } = header
  await eachItems(source, header, bytes, (part, at) => {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength)
    const first = at / bytes
    for (let i = 0, n = part.length / bytes; i < n; i++) take(read(view, i * bytes, littleEndian), first + i)
  })
}

/** Whole items only, `at` bytes behind the header: what an item begins at the end of one part is carried into the next. */
async function eachItems(
  source: ByteSource,
  { dataOffset }: NpyHeader,
  itemBytes: number,
  take: (part: Uint8Array, at: number) => void,
): Promise<void> {
  let toSkip = dataOffset
  let at = 0
  let rest = new Uint8Array(0)
  for await (const whole of source.parts()) {
    const skipped = Math.min(toSkip, whole.length)
    toSkip -= skipped
    let part = whole.subarray(skipped)
    if (rest.length > 0) {
      const joined = new Uint8Array(rest.length + part.length)
      joined.set(rest)
      joined.set(part, rest.length)
      part = joined
    }
    const over = part.length % itemBytes
    const items = part.subarray(0, part.length - over)
    take(items, at)
    at += items.length
    rest = Uint8Array.from(part.subarray(items.length))
  }
}

/** Where the items of Fortran order (first index fastest), one after another, lie in C order (last index fastest). */
function fortranPlaces(shape: readonly number[]): () => number {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1))
  const index = shape.map(() => 0)
  let place = 0
  return () => {
    const found = place
    for (let axis = 0; axis < shape.length; axis++) {
      index[axis]++
      place += strides[axis]
      if (index[axis] < shape[axis]) break
      place -= strides[axis] * shape[axis]
      index[axis] = 0
    }
    return found
  }
}
