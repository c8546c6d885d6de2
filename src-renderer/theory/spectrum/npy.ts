/** One-dimensional float arrays of NumPy's .npy files (NEP 1, versions 1 to 3), read from their bytes. Pure. */
import { Refusal } from '#contract/refusal.ts'

const MAGIC = '\x93NUMPY'

/** float32 and float64 of one dimension, little-endian; all else is refused with what it is. `field` and `of`: what the numbers are for. */
export function readNpyVector(bytes: ArrayBuffer, field = 'spectrum', of = 'eigenvalues'): Float64Array {
  const view = new DataView(bytes)
  const text = (from: number, to: number) => String.fromCharCode(...new Uint8Array(bytes.slice(from, to)))
  if (bytes.byteLength < 12 || text(0, 6) !== MAGIC) throw new Refusal('This is no .npy file.', { field })
  const long = view.getUint8(6) >= 2
  const begins = long ? 12 : 10
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true)
  const header = text(begins, Math.min(begins + length, begins + 4096))
  const kind = /'descr':\s*'([^']*)'/.exec(header)?.[1]
  const shape = /'shape':\s*\((\d+),?\s*\)/.exec(header)?.[1]
  if (kind !== '<f8' && kind !== '<f4')
    throw new Refusal(`The file holds ${kind ?? 'no plain numbers'}; save a float64 array (numpy dtype <f8).`, {
      field,
    })
  if (shape === undefined) throw new Refusal(`The array must have one dimension: a list of ${of}.`, { field })
  const [count, size, start] = [Number(shape), kind === '<f8' ? 8 : 4, begins + length]
  if (bytes.byteLength < start + count * size)
    throw new Refusal(`The file ends before its ${count} numbers do: it is cut off.`, {
      field,
      code: 'damaged',
    })
  return Float64Array.from({ length: count }, (_, i) =>
    size === 8 ? view.getFloat64(start + 8 * i, true) : view.getFloat32(start + 4 * i, true),
  )
}
