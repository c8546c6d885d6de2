/** How a safetensors file is laid out: its header of names, types and places, and that the places fill the file. */
import { messageOf, Refusal } from '#contract/refusal.ts'
import { parseWithoutDuplicates } from './strict-json.ts'

/** Each type's width in bytes and the array that holds it; half-precision types are held as their bits. */
export const DTYPES = {
  F64: { width: 8, array: Float64Array },
  I64: { width: 8, array: BigInt64Array },
  F32: { width: 4, array: Float32Array },
  I32: { width: 4, array: Int32Array },
  F16: { width: 2, array: Uint16Array },
  BF16: { width: 2, array: Uint16Array },
  U8: { width: 1, array: Uint8Array },
} as const

export type SafetensorsDtype = keyof typeof DTYPES

/** `data_offsets` count from the end of the header. */
export type Entry = { dtype: SafetensorsDtype; shape: number[]; data_offsets: [number, number] }
export type Layout = { entries: (readonly [string, Entry])[]; metadata: Record<string, string> }
export type Refuse = (what: string) => never

export const refuseFile =
  (name: string): Refuse =>
  (what) => {
    throw new Refusal(`${name} is not a whole safetensors file: ${what}; get it again or use another`, {
      field: name,
      code: 'damaged',
    })
  }

/** The layout that `header` tells of, held against the `length` bytes of numbers that follow it. */
export function parseLayout(header: Uint8Array, length: number, refuse: Refuse): Layout {
  const { __metadata__: metadata = {}, ...rest } = parseHeader(header, refuse)
  if (!isStringRecord(metadata)) return refuse('its __metadata__ is not an object of strings')
  const entries = Object.entries(rest).map(([tensor, value]) => [tensor, parseEntry(tensor, value, refuse)] as const)
  checkPlaces(entries, length, refuse)
  return { entries, metadata }
}

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
export const elements = (shape: number[]) => shape.reduce((product, size) => product * size, 1)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isStringRecord = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string')
const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
