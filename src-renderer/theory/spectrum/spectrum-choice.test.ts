import { expect, it } from 'vitest'
import type { Api } from '#contract/requests.ts'
import { readNpyVector } from './npy.ts'
import { pastedSpectrum, powerLaw } from './presets.ts'
import { inRange, SpectrumChoice } from './spectrum-choice.svelte.ts'

/** As numpy.save writes it: magic, version 1.0, header padded to 64. */
function npy(kind: '<f8' | '<f4' | '<i8', shape: string, values: readonly number[]): ArrayBuffer {
  const header = `{'descr': '${kind}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n'
  const size = kind === '<f4' ? 4 : 8
  const bytes = new ArrayBuffer(10 + header.length + size * values.length)
  const view = new DataView(bytes)
  ;[0x93, ...'NUMPY'].forEach((c, i) => view.setUint8(i, typeof c === 'number' ? c : c.charCodeAt(0)))
  view.setUint8(6, 1)
  view.setUint16(8, header.length, true)
  for (let i = 0; i < header.length; i++) view.setUint8(10 + i, header.charCodeAt(i))
  values.forEach((value, i) => {
    if (size === 8) view.setFloat64(10 + header.length + 8 * i, value, true)
    else view.setFloat32(10 + header.length + 4 * i, value, true)
  })
  return bytes
}

const apiOf = (answers: Record<string, unknown>): Api =>
  ({
    request: async (name: string) =>
      name in answers
        ? { ok: true, value: answers[name] }
        : { ok: false, error: { code: 'unsupported', message: 'No TensorFlow here.' } },
    subscribe: () => () => {},
  }) as unknown as Api

it('reads eigenvalues from .npy bytes, and refuses other arrays by what they are', () => {
  expect([...readNpyVector(npy('<f8', '(3,)', [1, 0.1, 1 / 3]))]).toEqual([1, 0.1, 1 / 3])
  expect([...readNpyVector(npy('<f4', '(2,)', [0.5, 2]))]).toEqual([0.5, 2])
  expect(() => readNpyVector(npy('<i8', '(3,)', [1, 2, 3]))).toThrow(/<i8/)
  expect(() => readNpyVector(npy('<f8', '(1, 3)', [1, 2, 3]))).toThrow(/one dimension/)
  expect(() => readNpyVector(npy('<f8', '(9,)', [1, 2]))).toThrow(/cut off/)
  expect(() => readNpyVector(new ArrayBuffer(40))).toThrow(/no .npy/)
})

it('takes pasted numbers however they are parted, and names what is none', () => {
  expect([...pastedSpectrum('1, .5\n0.25;1e-3')]).toEqual([1, 0.5, 0.25, 1e-3])
  expect(() => pastedSpectrum('1, two')).toThrow(/“two”/)
  expect(() => pastedSpectrum('1, -2')).toThrow(/negative/)
  expect([...powerLaw({ d: 3, power: 1, largest: 6 })]).toEqual([6, 3, 2])
})

it('loads the spectrum of a data set once, and says why where it cannot', async () => {
  const choice = new SpectrumChoice(apiOf({ 'datasets/spectrum': { eigenvalues: [4, 1], dataRange: [-1, 1], n: 9 } }))
  choice.choose('data:mnist')
  expect(choice.now).toBeNull()
  await new Promise((resolve) => setTimeout(resolve))
  expect([...choice.spectrum!.values]).toEqual([4, 1])
  expect([...inRange(choice.spectrum!, [0, 1])]).toEqual([1, 0.25])

  const without = new SpectrumChoice(apiOf({}))
  without.choose('data:cifar10')
  await new Promise((resolve) => setTimeout(resolve))
  expect(without.now).toEqual({ ok: false, message: 'No TensorFlow here.' })
})
