import { expect, it } from 'vitest'
import { fromBfloat16, fromFloat16, toFloat32 } from './half-floats.ts'

it('reads binary16 by its bits', () => {
  const cases: [bits: number, value: number][] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x8000, -0],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
  ]
  expect([...fromFloat16(Uint16Array.from(cases, ([bits]) => bits))]).toEqual(cases.map(([, value]) => value))
  expect(fromFloat16(Uint16Array.of(0x7e00))[0]).toBeNaN()
})

it('reads bfloat16 as the upper half of a float32', () => {
  expect([...fromBfloat16(Uint16Array.of(0x3f80, 0xc049, 0x0000))]).toEqual([1, -3.140625, 0])
})

it('refuses weights of whole numbers', () => {
  expect(() => toFloat32({ dtype: 'I64', shape: [1], data: new BigInt64Array(1) }, 'step')).toThrow(
    'Tensor step is of type I64',
  )
})
