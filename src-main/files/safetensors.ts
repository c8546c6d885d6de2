/** Weights as safetensors bytes and back: a header of names, types and places, then raw numbers; nothing in it can run. */
import { Refusal } from '#contract/refusal.ts'
import { LONGEST_HEADER } from './safetensors-header.ts'
import { DTYPES, elements, parseLayout, refuseFile, type SafetensorsDtype } from './safetensors-layout.ts'

export type { SafetensorsDtype }

export type SafetensorsData = Float64Array | BigInt64Array | Float32Array | Int32Array | Uint16Array | Uint8Array
export type StoredTensor = { dtype: SafetensorsDtype; shape: number[]; data: SafetensorsData }
export type Safetensors = { tensors: Map<string, StoredTensor>; metadata: Record<string, string> }

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
  const refuse = refuseFile(name)
  if (bytes.length < 8) refuse(`it has ${bytes.length} bytes, fewer than the 8 of the header's length`)
  const declared = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (declared > LONGEST_HEADER) refuse(`its header claims ${declared} bytes, more than the ${LONGEST_HEADER} allowed`)
  const start = 8 + Number(declared)
  if (start > bytes.length) refuse(`its header claims ${declared} bytes and only ${bytes.length - 8} follow`)
  const { entries, metadata } = parseLayout(bytes.subarray(8, start), bytes.length - start, refuse)
  const tensors = new Map<string, StoredTensor>()
  for (const [tensor, { dtype, shape, data_offsets }] of entries) {
    const [begin, end] = data_offsets
    // A copy, because a view would need the file to be aligned in memory and would keep all of it alive.
    const copy = Uint8Array.from(bytes.subarray(start + begin, start + end))
    tensors.set(tensor, { dtype, shape, data: new DTYPES[dtype].array(copy.buffer) })
  }
  return { tensors, metadata }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
