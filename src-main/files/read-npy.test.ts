import { expect, it } from 'vitest'
import type { ByteSource } from './byte-source.ts'
import { npyBytes } from './write-npy.ts'
import { parseNpy } from './npy.ts'
import { readNpy } from './read-npy.ts'

/** In parts of `size` bytes, one buffer for all: an item, and the header, may begin in one and end in the next. */
const inParts = (bytes: Uint8Array, size: number): ByteSource => ({
  bytes: bytes.length,
  async *parts() {
    const part = new Uint8Array(size)
    for (let at = 0; at < bytes.length; at += size) {
      const piece = bytes.subarray(at, at + size)
      part.set(piece)
      yield part.subarray(0, piece.length)
    }
  },
})
const renamed = (bytes: Uint8Array, from: string, to: string) =>
  Uint8Array.from(Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1'))
const numbers = Array.from({ length: 24 }, (_, i) => (i * 37) % 251)

it.each([
  ['u1', npyBytes(Uint8Array.from(numbers), [2, 3, 4])],
  ['f4', npyBytes(Float32Array.from(numbers), [2, 3, 4])],
  ['big-endian f4', renamed(npyBytes(Float32Array.from(numbers), [2, 3, 4]), '<f4', '>f4')],
  ['f2', renamed(npyBytes(Uint16Array.from(numbers), [2, 3, 4]), '<u2', '<f2')],
  [
    'Fortran u1',
    renamed(npyBytes(Uint8Array.from(numbers), [2, 3, 4]), "'fortran_order': False", "'fortran_order':  True"),
  ],
  [
    'Fortran f4',
    renamed(npyBytes(Float32Array.from(numbers), [4, 1, 3, 2]), "'fortran_order': False", "'fortran_order':  True"),
  ],
])('%s is what it is when read whole, however its parts are cut', async (_, bytes) => {
  const whole = parseNpy(bytes, 'f')
  for (const size of [1, 7, 64, 130, 1000]) expect(await readNpy(inParts(bytes, size), 'f', 1000)).toEqual(whole)
})

it.each<[string, Uint8Array, object]>([
  ['int64 of bytes', npyBytes(Int32Array.of(0, 0, 255, 0), [2, 2]), Uint8Array.of(0, 0, 255, 0)],
  ['int32 below zero', npyBytes(Int32Array.of(-1, 5), [2]), Int8Array.of(-1, 5)],
  ['int32 of 16 bits', npyBytes(Int32Array.of(65_535, 5), [2]), Uint16Array.of(65_535, 5)],
  ['int16 of both signs', npyBytes(Int16Array.of(-200, 5), [2]), Int16Array.of(-200, 5)],
  ['int32 as it is', npyBytes(Int32Array.of(-70_000, 5), [2]), Int32Array.of(-70_000, 5)],
  ['uint32 as it is', npyBytes(Uint32Array.of(4e9, 5), [2]), Uint32Array.of(4e9, 5)],
  ['float64', npyBytes(Float64Array.of(0.1, -3), [2]), Float32Array.of(0.1, -3)],
])('%s is held in as few bytes as it needs', async (_, bytes, data) => {
  expect((await readNpy(inParts(bytes, 9), 'f', 1000)).data).toEqual(data)
})

it('64-bit integers are read to their last digit, or refused; float64 stays where it is asked for', async () => {
  const wide = (values: bigint[]) =>
    renamed(npyBytes(new Float64Array(new BigInt64Array(values).buffer), [values.length]), '<f8', '<i8')
  expect((await readNpy(inParts(wide([3n, 2n ** 40n]), 9), 'f', 1000)).data).toEqual(Float64Array.of(3, 2 ** 40))
  expect((await readNpy(inParts(wide([3n, 200n]), 9), 'f', 1000)).data).toEqual(Uint8Array.of(3, 200))
  await expect(readNpy(inParts(wide([2n ** 60n + 1n]), 9), 'f', 1000)).rejects.toThrow(/integers beyond 2\^53/)
  const float64 = npyBytes(Float64Array.of(0.1), [1])
  expect((await readNpy(inParts(float64, 9), 'f', 1000, true)).data).toEqual(Float64Array.of(0.1))
})

it('what takes more than may be held is refused before it is read', async () => {
  const header = npyBytes(new Float32Array(0), [0, 28, 28])
  const large = renamed(header, '(0, 28, 28), }      ', '(9000000, 28, 28), }')
  const bytes = large.length + 4 * 9_000_000 * 784
  const source: ByteSource = { bytes, parts: () => inParts(large, 64).parts() }
  await expect(readNpy(source, 'big.npy', 4e8)).rejects.toThrow(
    /^big\.npy holds \(9000000, 28, 28\) numbers, which take 28224 MB; at most 400 MB are held\. Save fewer or smaller images/,
  )
})

it('a cut file and one that is too long are refused', async () => {
  const bytes = npyBytes(Uint8Array.from(numbers), [24])
  await expect(readNpy(inParts(bytes.subarray(0, -1), 50), 'f', 1000)).rejects.toThrow(/f is cut short/)
  await expect(readNpy(inParts(Uint8Array.of(...bytes, 1), 50), 'f', 1000)).rejects.toThrow(/f is too long/)
})
