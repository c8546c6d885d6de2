/** Half-precision numbers as float32: files keep networks in them to halve their size. */
import { Refusal } from '#contract/refusal.ts'
import type { StoredTensor } from './safetensors.ts'

/** bfloat16 is the upper half of a float32. */
export function fromBfloat16(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length)
  for (let i = 0; i < bits.length; i++) wide[i] = bits[i] << 16
  return new Float32Array(wide.buffer)
}

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const [exponent, fraction] = [(half >> 10) & 31, half & 1023]
    const size =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent === 31
          ? fraction === 0
            ? Infinity
            : Number.NaN
          : (1 + fraction / 1024) * 2 ** (exponent - 15)
    return half >> 15 ? -size : size
  })
}

/** A stored tensor of floating-point numbers as float32; one of whole numbers is refused. */
export function toFloat32({ dtype, data }: StoredTensor, name: string): Float32Array {
  if (data instanceof Float32Array) return data
  if (data instanceof Float64Array) return Float32Array.from(data)
  if (dtype === 'F16') return fromFloat16(data as Uint16Array)
  if (dtype === 'BF16') return fromBfloat16(data as Uint16Array)
  throw new Refusal(`Tensor ${name} is of type ${dtype}; weights are floating-point numbers.`, {
    field: name,
    code: 'unsupported',
  })
}
