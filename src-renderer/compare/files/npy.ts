/** Samples of a run read from its own .npy files, and as other programs take them. Pure. */
import { zipSync } from 'fflate'
import { toBytes } from '#contract/quantise.ts'
import { npyOf } from '../../files/npy-of.ts'

/** The float32 array of a .npy that Anneal wrote itself. */
export function float32OfNpy(bytes: Uint8Array): { data: Float32Array; shape: number[] } {
  const length = bytes[8] + 256 * bytes[9]
  const header = new TextDecoder().decode(bytes.subarray(10, 10 + length))
  const shape = /'shape': \(([\d, ]*)\)/
    .exec(header)?.[1]
    .split(',')
    .map(Number)
    .filter((size) => size > 0)
  if (!shape || !header.includes("'<f4'") || !header.includes("'fortran_order': False"))
    throw new Error(`no float32 array of ours: ${header.slice(0, 80)}`)
  // Copied: bytes that came over a socket need not begin at a multiple of four.
  const data = new Float32Array(bytes.slice(10 + length).buffer)
  return { data, shape }
}

/** Samples as bytes, NHWC. */
export type SampleBytes = { pixels: Uint8Array<ArrayBuffer>; shape: readonly number[] }

/**
 * The chunks of a run end to end, each value the byte that it is judged as. Throws where one is not finite, which has no byte: the
 * message names the sample.
 */
export function bytesOfSamples(chunks: readonly Uint8Array[], range: readonly [number, number]): SampleBytes {
  const parts = chunks.map(float32OfNpy)
  const count = parts.reduce((sum, { shape }) => sum + shape[0], 0)
  const pixels = new Uint8Array(parts.reduce((sum, { data }) => sum + data.length, 0))
  let at = 0
  for (const { data } of parts) {
    const bad = data.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0) {
      const sample = Math.floor(((at + bad) * count) / pixels.length)
      throw new Error(`sample ${sample} holds ${data[bad]}, which no picture file can hold`)
    }
    pixels.set(toBytes(data, range), at)
    at += data.length
  }
  return { pixels, shape: [count, ...parts[0].shape.slice(1)] }
}

/** Samples as guided-diffusion's evaluator takes them: npz with `arr_0`, uint8 NHWC. */
export const samplesNpz = ({ pixels, shape }: SampleBytes): Uint8Array<ArrayBuffer> =>
  zipSync({ 'arr_0.npy': [npyOf(pixels, shape), { level: 6 }] }) as Uint8Array<ArrayBuffer>
