/** Weights as safetensors bytes and back: a header of names, types and places, then raw numbers; nothing in it can run. */
import { messageOf, Refusal } from '#contract/refusal.ts'
import { LONGEST_HEADER } from './safetensors-header.ts'
import { parseWithoutDuplicates } from './strict-json.ts'

/** Each type's width in bytes and the array that holds it; half-precision types are held as their bits. */
const DTYPES = {
  F64: { width: 8, array: Float64Array },
  I64: { width: 8, array: BigInt64Array },
  F32: { width: 4, array: Float32Array },
  I32: { width: 4, array: Int32Array },
  F16: { width: 2, array: Uint16Array },
  BF16: { width: 2, array: Uint16Array },
  U8: { width: 1, array: Uint8Array },
} as const

export type SafetensorsDtype = keyof typeof DTYPES
export type SafetensorsData = Float64Array | BigInt64Array | Float32Array | Int32Array | Uint16Array | Uint8Array
export type StoredTensor = { dtype: SafetensorsDtype; shape: number[]; data: SafetensorsData }
export type Safetensors = { tensors: Map<string, StoredTensor>; metadata: Record<string, string> }

type Entry = { dtype: SafetensorsDtype; shape: number[]; data_offsets: [number, number] }

/**
 * The bytes of a file: 8 bytes little-endian header length, the JSON header padded with spaces to a multiple of 8, the numbers.
 * Equal tensors and metadata give equal bytes in whatever order they come: widest type first, so that every tensor is aligned,
 * then by name, as the reference implementation does.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const ordered = [...tensors].toSorted(
    ([a, x], [b, y]) => DTYPES[y.dtype].width - DTYPES[x.dtype].width || compare(x.dtype, y.dtype) || compare(a, b),
  )
  const entries: [string, unknown][] = []
  if (Object.keys(metadata).length > 0) {
    entries.push(['__metadata__', Object.fromEntries(Object.entries(metadata).toSorted(([a], [b]) => compare(a, b)))])
  }
  let end = 0
  for (const [name, { dtype, shape, data }] of ordered) {
    if (name === '__metadata__')
      throw new Refusal('a tensor cannot be called __metadata__ in a safetensors file', { field: name })
    if (data.length !== elements(shape) || !(data instanceof DTYPES[dtype].array)) {
      throw new Error(
        `tensor ${name}: ${data.constructor.name} of ${data.length} is no ${dtype} of shape [${shape.join(', ')}]`,
      )
    }
    const begin = end
    end += data.byteLength
    entries.push([name, { dtype, shape, data_offsets: [begin, end] }])
  }
  const json = new TextEncoder().encode(
    `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
  )
  const headerLength = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.set(json, 8)
  let position = 8 + headerLength
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position)
    position += data.byteLength
  }
  return bytes
}

/** Reads a file's bytes whole; `name` is the file's, for the refusal of anything that is not exactly a safetensors file. */
export function decodeSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const refuse = (what: string): never => {
    throw new Refusal(`${name} is not a whole safetensors file: ${what}; get it again or use another`, {
      field: name,
      code: 'damaged',
    })
  }
  if (bytes.length < 8) refuse(`it has ${bytes.length} bytes, fewer than the 8 of the header's length`)
  const declared = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (declared > LONGEST_HEADER) refuse(`its header claims ${declared} bytes, more than the ${LONGEST_HEADER} allowed`)
  const start = 8 + Number(declared)
  if (start > bytes.length) refuse(`its header claims ${declared} bytes and only ${bytes.length - 8} follow`)
  const header = parseHeader(bytes.subarray(8, start), refuse)
  const { __metadata__: metadata = {}, ...rest } = header
  if (!isStringRecord(metadata)) return refuse('its __metadata__ is not an object of strings')
  const entries = Object.entries(rest).map(([tensor, value]) => [tensor, parseEntry(tensor, value, refuse)] as const)
  checkPlaces(entries, bytes.length - start, refuse)
  const tensors = new Map<string, StoredTensor>()
  for (const [tensor, { dtype, shape, data_offsets }] of entries) {
    const [begin, end] = data_offsets
    // A copy, because a view would need the file to be aligned in memory and would keep all of it alive.
    const copy = Uint8Array.from(bytes.subarray(start + begin, start + end))
    tensors.set(tensor, { dtype, shape, data: new DTYPES[dtype].array(copy.buffer) })
  }
  return { tensors, metadata }
}

type Refuse = (what: string) => never

function parseHeader(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  try {
    const header = parseWithoutDuplicates(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (bytes[0] === 0x7b && isRecord(header)) return header
  } catch (error) {
    return refuse(`its header cannot be read (${messageOf(error)})`)
  }
  return refuse('its header is not a JSON object')
}

function parseEntry(tensor: string, value: unknown, refuse: Refuse): Entry {
  const at = `tensor ${JSON.stringify(tensor)}`
  if (!isRecord(value)) return refuse(`${at} is not described by an object`)
  const { dtype, shape, data_offsets: offsets } = value
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPES, dtype)) {
    return refuse(`${at} has the type ${JSON.stringify(dtype)}, and only ${Object.keys(DTYPES).join(', ')} can be read`)
  }
  if (!isSizes(shape)) return refuse(`${at} has no shape of whole numbers`)
  if (!isSizes(offsets) || offsets.length !== 2) return refuse(`${at} has no two data_offsets`)
  const needed = elements(shape) * DTYPES[dtype as SafetensorsDtype].width
  if (offsets[1]! - offsets[0]! !== needed) {
    return refuse(
      `${at} of ${dtype} [${shape.join(', ')}] needs ${needed} bytes and its offsets span ${offsets[1]! - offsets[0]!}`,
    )
  }
  return { dtype: dtype as SafetensorsDtype, shape, data_offsets: offsets as [number, number] }
}

/** Tensors must fill the rest of the file from its first byte to its last, without holes and without overlap. */
function checkPlaces(entries: (readonly [string, Entry])[], length: number, refuse: Refuse) {
  let end = 0
  for (const [tensor, { data_offsets }] of entries.toSorted(([, a], [, b]) => compareOffsets(a, b))) {
    const [begin, next] = data_offsets
    if (begin < end) refuse(`tensor ${JSON.stringify(tensor)} overlaps the one before it`)
    if (begin > end) refuse(`${begin - end} bytes before tensor ${JSON.stringify(tensor)} belong to none`)
    if (next > length)
      refuse(`tensor ${JSON.stringify(tensor)} ends at byte ${next} of ${length}: the file is cut short`)
    end = next
  }
  if (end !== length) refuse(`${length - end} bytes after the last tensor belong to none`)
}

const compareOffsets = ({ data_offsets: [a, c] }: Entry, { data_offsets: [b, d] }: Entry) => a - b || c - d
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const elements = (shape: number[]) => shape.reduce((product, size) => product * size, 1)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isStringRecord = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string')
const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
