import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { parseNpy } from '#files/npy.ts'
import { npyBytes } from '#files/write-npy.ts'
import { levelsNpy, npyOf } from '../../files/npy-of.ts'
import { bytesOfSamples, float32OfNpy, samplesNpz } from './npy.ts'

it('writes what our strict reader of NumPy files takes, bit for bit', () => {
  const sigmas = Float64Array.of(80, 1 / 3, 5e-324)
  expect(parseNpy(npyOf(sigmas, [3]), 'sigmas.npy')).toMatchObject({ data: sigmas, shape: [3] })
  const pixels = Uint8Array.of(0, 255, 7, 9)
  expect(parseNpy(npyOf(pixels, [1, 2, 2, 1]), 'x.npy')).toMatchObject({ data: pixels, shape: [1, 2, 2, 1] })
})

it('writes both curves of a corruption as two rows', () => {
  const both = parseNpy(levelsNpy([0.1, 0.01], [4, 0]), 'levels.npy')
  expect(both).toMatchObject({ data: Float64Array.of(0.1, 0.01, 4, 0), shape: [2, 2] })
  expect(parseNpy(levelsNpy([0.1, 0.01], null), 'levels.npy')).toMatchObject({ shape: [2] })
})

it('reads the chunks of a sampling run, wherever in a buffer they begin', () => {
  const images = Float32Array.of(0, 0.5, -1, 2)
  const chunk = npyBytes(images, [2, 2, 1, 1])
  const shifted = new Uint8Array(chunk.length + 3).subarray(3)
  shifted.set(chunk)
  expect(float32OfNpy(shifted)).toEqual({ data: images, shape: [2, 2, 1, 1] })
})

it('puts all chunks into one arr_0 of bytes, cut to the data range', () => {
  const chunks = [Float32Array.of(-1, 1), Float32Array.of(0, 5)].map((part) => npyBytes(part, [1, 1, 2, 1]))
  const { 'arr_0.npy': npy } = unzipSync(samplesNpz(bytesOfSamples(chunks, [-1, 1])))
  expect(parseNpy(npy, 'arr_0')).toMatchObject({ data: Uint8Array.of(0, 255, 128, 255), shape: [2, 1, 2, 1] })
})

it('names the sample that has no bytes, and never makes one of it', () => {
  const chunks = [Float32Array.of(0, 1), Float32Array.of(0, NaN)].map((part) => npyBytes(part, [1, 1, 2, 1]))
  expect(() => bytesOfSamples(chunks, [0, 1])).toThrow('sample 1 holds NaN')
})
