/** Arrays as NumPy reads them, as far as a page hands them out: .npy of version 1.0, C order, little-endian. Pure. */

type Items = Float64Array | Float32Array | Uint8Array
const DESCR = { Float64Array: '<f8', Float32Array: '<f4', Uint8Array: '|u1' } as const

export function npyOf(data: Items, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const descr = DESCR[data.constructor.name as keyof typeof DESCR]
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const facts = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`
  // The items begin at a multiple of 64, for readers that map the file into memory.
  const header = facts.padEnd(Math.ceil((11 + facts.length) / 64) * 64 - 11) + '\n'
  const bytes = new Uint8Array(10 + header.length + data.byteLength)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8])
  bytes.set(new TextEncoder().encode(header), 10)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length)
  return bytes
}

/** Levels of a schedule, n float64; with the second curve of a corruption 2 x n, sigma and level. */
export const levelsNpy = (sigmas: readonly number[], levels: readonly number[] | null): Uint8Array<ArrayBuffer> =>
  levels
    ? npyOf(Float64Array.from([...sigmas, ...levels]), [2, sigmas.length])
    : npyOf(Float64Array.from(sigmas), [sigmas.length])
