import { Refusal } from '#contract/refusal.ts'
import { describe, expect, it } from 'vitest'
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors.ts'

const sample = () =>
  new Map<string, StoredTensor>([
    ['bytes', { dtype: 'U8', shape: [3], data: Uint8Array.of(0, 127, 255) }],
    ['half', { dtype: 'F16', shape: [2], data: Uint16Array.of(0x3c00, 0xfbff) }],
    ['brain', { dtype: 'BF16', shape: [1, 1], data: Uint16Array.of(0x3f80) }],
    ['weight', { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, -0, NaN, 1e-45) }],
    ['double', { dtype: 'F64', shape: [], data: Float64Array.of(Math.PI) }],
    ['count', { dtype: 'I64', shape: [1], data: BigInt64Array.of(-(2n ** 62n)) }],
    ['index', { dtype: 'I32', shape: [2], data: Int32Array.of(-1, 2 ** 30) }],
    ['empty', { dtype: 'F32', shape: [0, 5], data: new Float32Array(0) }],
    ['ключ "é"', { dtype: 'U8', shape: [1], data: Uint8Array.of(7) }],
  ])

/** A file with any header text and any number of data bytes. */
function file(header: string, dataBytes: number, declared?: bigint): Uint8Array {
  const json = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + json.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, declared ?? BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}
const f32 = (begin: number, end: number, shape = (end - begin) / 4) =>
  `{"dtype":"F32","shape":[${shape}],"data_offsets":[${begin},${end}]}`

describe('safetensors', () => {
  it('gives back every type, shape, bit and metadata string', () => {
    const metadata = { card: '{"a": 1}', заметка: 'two\nlines' }
    const read = decodeSafetensors(encodeSafetensors(sample(), metadata), 'net.safetensors')
    expect(read.metadata).toEqual(metadata)
    expect(new Map([...read.tensors].toSorted())).toEqual(new Map([...sample()].toSorted()))
  })

  it('writes the same bytes in whatever order tensors and metadata come', () => {
    const reversed = new Map([...sample()].toReversed())
    expect(encodeSafetensors(reversed, { b: '2', a: '1' })).toEqual(encodeSafetensors(sample(), { a: '1', b: '2' }))
  })

  it('lays bytes out as the format says', () => {
    const bytes = encodeSafetensors(new Map([['x', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]))
    const header = '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    expect(new DataView(bytes.buffer).getBigUint64(0, true)).toBe(56n)
    expect(new TextDecoder().decode(bytes.subarray(8, 64))).toBe(header.padEnd(56))
    expect([...bytes.subarray(64)]).toEqual([0, 0, 0x80, 0x3f])
  })

  it('aligns every tensor to its own width', () => {
    const bytes = encodeSafetensors(sample())
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)))
    const width: Record<string, number> = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1 }
    for (const { dtype, data_offsets } of Object.values<{ dtype: string; data_offsets: number[] }>(header)) {
      expect((8 + headerLength + data_offsets[0]!) % width[dtype]!).toBe(0)
    }
  })

  it('reads a Buffer, whose slice would be a view of the whole file', () => {
    const tensors = new Map<string, StoredTensor>([
      ['a', { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }],
      ['b', { dtype: 'F32', shape: [1], data: Float32Array.of(3) }],
    ])
    expect(decodeSafetensors(Buffer.from(encodeSafetensors(tensors)), 'file').tensors).toEqual(tensors)
  })
  it('reads from the middle of a larger buffer', () => {
    const bytes = encodeSafetensors(sample())
    const larger = new Uint8Array(bytes.length + 13)
    larger.set(bytes, 5)
    expect(decodeSafetensors(larger.subarray(5, 5 + bytes.length), 'x').tensors.get('double')!.data[0]).toBe(Math.PI)
  })

  it('refuses a file cut short at any byte, naming it', () => {
    const bytes = encodeSafetensors(sample(), { a: 'b' })
    for (let length = 0; length < bytes.length; length++) {
      const cut = () => decodeSafetensors(bytes.subarray(0, length), 'cut.safetensors')
      expect(cut).toThrow(Refusal)
      expect(cut).toThrow('cut.safetensors')
    }
  })

  it.each([
    ['a header longer than allowed', file('{}', 0, 2n ** 63n), /header claims 9223372036854775808 bytes/],
    ['a header longer than the file', file('{}', 0, 99n), /header claims 99 bytes and only 2 follow/],
    ['a header that is no JSON', file('{"x":', 0), /header cannot be read/],
    ['a header that is no object', file('[]', 0), /not a JSON object/],
    ['bytes that are no UTF-8', new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 0xff]), /header cannot be read/],
    ['a tensor named twice', file(`{"x":${f32(0, 4)},"x":${f32(0, 4)}}`, 4), /"x" stands twice/],
    ['a tensor named twice by an escape', file(`{"x":${f32(0, 4)},"\\u0078":${f32(0, 4)}}`, 4), /"x" stands twice/],
    ['overlapping tensors', file(`{"x":${f32(0, 8)},"y":${f32(4, 12)}}`, 12), /"y" overlaps/],
    ['a hole', file(`{"x":${f32(0, 4)},"y":${f32(8, 12)}}`, 12), /4 bytes before tensor "y" belong to none/],
    ['bytes after the last tensor', file(`{"x":${f32(0, 4)}}`, 9), /5 bytes after the last tensor/],
    ['offsets past the end', file(`{"x":${f32(0, 8)}}`, 4), /ends at byte 8 of 4: the file is cut short/],
    ['offsets that run backwards', file(`{"x":${f32(4, 0, 1)}}`, 4), /needs 4 bytes and its offsets span -4/],
    ['a shape that does not fit', file(`{"x":${f32(0, 4, 3)}}`, 4), /needs 12 bytes and its offsets span 4/],
    ['a negative size', file(`{"x":${f32(0, 4, -1)}}`, 4), /no shape of whole numbers/],
    ['an unknown type', file('{"x":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}', 8), /type "C64"/],
    [
      'a type from the prototype',
      file('{"x":{"dtype":"toString","shape":[],"data_offsets":[0,8]}}', 8),
      /type "toString"/,
    ],
    ['metadata that is not strings', file('{"__metadata__":{"a":1}}', 0), /__metadata__ is not an object of strings/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'bad.safetensors')).toThrow(Refusal)
    expect(() => decodeSafetensors(bytes, 'bad.safetensors')).toThrow(message)
  })

  it('keeps a tensor called __proto__ a tensor', () => {
    const tensors = new Map<string, StoredTensor>([['__proto__', { dtype: 'U8', shape: [1], data: Uint8Array.of(1) }]])
    expect(decodeSafetensors(encodeSafetensors(tensors), 'x').tensors.get('__proto__')!.data[0]).toBe(1)
  })

  it('refuses to write data of another type or length than it says', () => {
    const wrong: StoredTensor = { dtype: 'F32', shape: [2], data: Float32Array.of(1) }
    expect(() => encodeSafetensors(new Map([['x', wrong]]))).toThrow('no F32 of shape [2]')
  })
})
