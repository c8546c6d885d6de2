import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { parseNpy, type NumericArray } from './npy.ts'
import { npyBytes } from './write-npy.ts'

/** A .npy by hand: header text as given, items as bytes. */
function npy(header: string, items: ArrayLike<number> = [], version = 1): Uint8Array {
  const text = new TextEncoder().encode(header)
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0]
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...text, ...Array.from(items)])
}
const facts = (descr: string, shape: string, fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`
const read = (descr: string, bytes: number[], shape: string) =>
  Array.from(parseNpy(npy(facts(descr, shape), bytes), 'f').data)

describe('parseNpy', () => {
  it.each([
    ['|b1', [0, 1, 2], [0, 1, 1]],
    ['|u1', [0, 255, 7], [0, 255, 7]],
    ['|i1', [0, 255, 128], [0, -1, -128]],
    ['<u2', [1, 2, 255, 255, 0, 0], [513, 65535, 0]],
    ['>u2', [1, 2, 255, 255, 0, 0], [258, 65535, 0]],
    ['<i2', [254, 255, 0, 128, 1, 0], [-2, -32768, 1]],
    ['>i4', [255, 255, 255, 254, 0, 0, 1, 0, 0, 0, 0, 1], [-2, 256, 1]],
    ['<u4', [255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0], [4294967295, 1, 0]],
    ['<i8', [...Array<number>(8).fill(255), 5, ...Array<number>(7).fill(0), ...Array<number>(8).fill(0)], [-1, 5, 0]],
    [
      '>u8',
      [...Array<number>(7).fill(0), 9, ...Array<number>(6).fill(0), 1, 0, ...Array<number>(8).fill(0)],
      [9, 256, 0],
    ],
    ['<f2', [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00], [1, -2, 2 ** -24]],
    ['>f2', [0x7b, 0xff, 0x35, 0x55, 0x80, 0x00], [65504, 0.333251953125, -0]],
    ['>f4', [0x3f, 0x80, 0, 0, 0xbf, 0, 0, 0, 0, 0, 0, 0], [1, -0.5, 0]],
    ['<f8', [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, ...Array<number>(16).fill(0)], [1, 0, 0]],
    ['>f8', [0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18, ...Array<number>(16).fill(0)], [Math.PI, 0, 0]],
  ])('reads three items of %s', (descr, bytes, values) => {
    expect(read(descr, bytes, '(3,)')).toEqual(values)
  })

  it('reads float16 infinities and NaN', () => {
    expect(read('<f2', [0x00, 0x7c, 0x00, 0xfc, 0x01, 0x7e], '(3,)')).toEqual([Infinity, -Infinity, NaN])
  })

  it('turns Fortran order into C order', () => {
    // a[i][j][k] = 100 i + 10 j + k, first index fastest in the file.
    const inFile = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121]
    const { shape, data } = parseNpy(npy(facts('|u1', '(2, 3, 2)', 'True'), inFile), 'f')
    expect(shape).toEqual([2, 3, 2])
    expect(Array.from(data)).toEqual([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121])
  })

  it.each([2, 3])('reads version %i, keys in any order, a scalar shape', (version) => {
    const bytes = npy("{'shape': (), 'fortran_order': False, 'descr': '|u1'}\n", [42], version)
    expect(parseNpy(bytes, 'f')).toEqual({ shape: [], dtype: 'u1', data: Uint8Array.of(42) })
  })

  it.each([
    [
      'an object array',
      npy(facts('|O', '(1,)'), [0x80, 4]),
      /f is an object array: its items are python pickles.*array\.astype/,
    ],
    [
      'records with objects',
      npy("{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,), }"),
      /is an object array/,
    ],
    [
      'records',
      npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"),
      /items of type \[\('a', '<f4'\)\]; numbers/,
    ],
    ['text', npy(facts('<U3', '(1,)')), /f holds text \(items of type '<U3'\); numbers are needed\. Of labels/],
    ['complex numbers', npy(facts('<c8', '(1,)'), [0, 0, 0, 0, 0, 0, 0, 0]), /items of type '<c8'/],
    ['a pickle', Uint8Array.of(0x80, 4, 0x95, 1, 2, 3), /f is a python pickle.*Save the array with numpy\.save/],
    ['another format', Uint8Array.from(Buffer.from('PK\x03\x04 and so on')), /f is no \.npy file/],
    ['an empty file', new Uint8Array(0), /f is no \.npy file/],
    ['a newer version', npy(facts('|u1', '(1,)'), [1], 4), /version 4; 1 to 3 are read/],
    [
      'a cut body',
      npy(facts('<f4', '(2, 3)'), [1, 2, 3]),
      /cut short: its header promises \(2, 3\) of 4-byte items = 24 bytes, 3 are there/,
    ],
    ['trailing bytes', npy(facts('|u1', '(2,)'), [1, 2, 3]), /f is too long: .* = 2 bytes, 3 are there/],
    ['2^31 items', npy(facts('<f8', '(2147483648,)')), /promises \(2147483648\) of 8-byte items/],
    ['2^63 items', npy(facts('|u1', '(9223372036854775808,)')), /no sound shape/],
    ['a negative size', npy(facts('|u1', '(-1,)')), /header that is not understood/],
    [
      'a program for a header',
      npy("{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (1,)}"),
      /not understood/,
    ],
    [
      'a header beyond the file',
      Uint8Array.from([...npy('').subarray(0, 8), 255, 255, 0, 0]),
      /header of 65535 bytes, which cannot be/,
    ],
    [
      'integers beyond 2^53',
      npy(facts('<i8', '(1,)'), [1, 0, 0, 0, 0, 0, 0, 64]),
      /integers beyond 2\^53\. Save it as float64/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'f')).toThrow(Refusal)
    expect(() => parseNpy(bytes, 'f')).toThrow(message)
  })
})

describe('npyBytes', () => {
  it.each<[string, NumericArray]>([
    ['u1', Uint8Array.of(1, 255)],
    ['i1', Int8Array.of(1, -1)],
    ['u2', Uint16Array.of(1, 65535)],
    ['i2', Int16Array.of(1, -32768)],
    ['u4', Uint32Array.of(1, 4294967295)],
    ['i4', Int32Array.of(1, -2147483648)],
    ['f4', Float32Array.of(0.1, -Infinity)],
    ['f8', Float64Array.of(Math.PI, Number.MIN_VALUE)],
  ])('comes back the same as %s', (dtype, data) => {
    expect(parseNpy(npyBytes(data, [2, 1]), 'f')).toEqual({ shape: [2, 1], dtype, data })
  })

  it('is byte for byte what numpy.save writes', () => {
    // numpy.save(f, numpy.array([1, 2], 'u1')), NumPy 1.9 and later.
    const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }`.padEnd(117) + '\n'
    expect(Buffer.from(npyBytes(Uint8Array.of(1, 2), [2])).toString('latin1')).toBe(
      `\x93NUMPY\x01\x00\x76\x00${header}\x01\x02`,
    )
  })
})

const spectrum = resolve(import.meta.dirname, '../../../shared/data/cifar10_covariance_eigenvalues.npy')
it.skipIf(!existsSync(spectrum))('reads a file that NumPy itself wrote, and writes the same bytes', () => {
  const file = readFileSync(spectrum)
  const { shape, data } = parseNpy(file, spectrum)
  expect(shape).toEqual([3072])
  expect(data.at(-1)).toBeCloseTo(221.448861, 6)
  expect(Buffer.compare(npyBytes(data, shape), file)).toBe(0)
})
