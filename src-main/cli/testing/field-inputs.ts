/** Small inputs of the kinds that people publish with their reports, made anew: arrays as other machines write them, pictures, tables of levels. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NpyArray, NumericArray } from '#files/npy.ts'

/** numpy.save's bytes of any dtype, with items as they lie. */
export function npyOf(descr: string, shape: readonly number[], items: Uint8Array, fortran = false): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const facts = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`
  const header = `${facts}${' '.repeat(63 - ((10 + facts.length) % 64))}\n`
  const start = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 1, 0, header.length % 256, header.length >> 8)
  return Buffer.concat([start, Buffer.from(header, 'latin1'), items])
}

/** Numbers as items of `bytes` bytes each, either end first. */
export function itemsOf(values: readonly number[], write: (view: DataView, at: number, value: number) => void, bytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * bytes))
  values.forEach((value, i) => write(view, i * bytes, value))
  return new Uint8Array(view.buffer)
} // prettier-ignore

const DTYPES: Readonly<Record<string, string>> = { Uint8Array: 'u1', Int32Array: 'i4', Float32Array: 'f4', Float64Array: 'f8' } // prettier-ignore
export const arrayOf = (data: NumericArray, shape: number[], dtype = DTYPES[data.constructor.name]): NpyArray => ({
  data,
  shape,
  dtype,
})

/** numpy: ((numpy.arange(1280) * 7) % 256 / 255).astype('float32'), mean .50000001, deviation .28980499; the first value is 0. */
export const ramp = (first = 0) => Float32Array.from({ length: 1280 }, (_, i) => (i === 0 ? first : ((i * 7) % 256) / 255)) // prettier-ignore
/** numpy: ((numpy.arange(1280) * 7) % 13 < 6), mean .46171875, deviation .49853239. */
export const bits = Array.from({ length: 1280 }, (_, i) => Number((i * 7) % 13 < 6))

/** A folder with one picture in it, gone after `use`. */
export async function withPicture<T>(file: string, bytes: Uint8Array, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-field-'))
  try {
    writeFileSync(join(folder, file), bytes)
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A little-endian baseline TIFF of one strip of float32 grey. */
export function floatTiff(values: Float32Array, width: number): Uint8Array {
  const height = values.length / width
  const tags = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 32],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, values.byteLength],
    [339, 3, 3],
  ]
  const view = new DataView(new ArrayBuffer(8 + values.byteLength + 2 + 12 * tags.length + 4))
  view.setUint16(0, 0x4949)
  view.setUint16(2, 42, true)
  view.setUint32(4, 8 + values.byteLength, true)
  values.forEach((value, i) => view.setFloat32(8 + 4 * i, value, true))
  let at = 8 + values.byteLength
  view.setUint16(at, tags.length, true)
  at += 2
  for (const [tag, type, value] of tags) {
    view.setUint16(at, tag!, true)
    view.setUint16(at + 2, type!, true)
    view.setUint32(at + 4, 1, true)
    if (type === 3) view.setUint16(at + 8, value!, true)
    else view.setUint32(at + 8, value!, true)
    at += 12
  }
  return new Uint8Array(view.buffer)
}

/** sigma of alpha-bar after `n` linear betas from 1e-4 to .02, times `factor`. */
export function linearBetaSigmas(n: number, factor: number): number[] {
  let product = 1
  const sigmas = Array.from({ length: n }, (_, i) => {
    product *= 1 - factor * (1e-4 + ((0.02 - 1e-4) * i) / (n - 1))
    return Math.sqrt((1 - product) / product)
  })
  return sigmas.toReversed()
}

/** Stable Diffusion's sigmas under trailing spacing: scaled-linear betas, timesteps 999, 999 - 1000/n, ... */
export function trailingSigmas(n: number): number[] {
  let product = 1
  const table = Array.from({ length: 1000 }, (_, i) => {
    product *= 1 - (Math.sqrt(0.00085) + ((Math.sqrt(0.012) - Math.sqrt(0.00085)) * i) / 999) ** 2
    return Math.sqrt((1 - product) / product)
  })
  return Array.from({ length: n }, (_, i) => table[Math.round(1000 - (i * 1000) / n) - 1])
}
