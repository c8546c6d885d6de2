/** Whether products in bfloat16 gain anything here: known from the processor on Linux, elsewhere measured. */
import { readFileSync } from 'node:fs'
import type { Tf } from '../tf.ts'
import { attribute, withOps } from '../tensorflow-ops.ts'

/** Why bfloat16 is not worth it, or null where it is. */
export function bfloat16Missing(tf: Tf, processor = readProcessor()): string | null {
  if (processor === null) return tooSlow(bfloat16Gain(tf))
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(processor)?.[1].trim().split(/\s+/))
  if (['avx512_bf16', 'amx_bf16', 'bf16'].some((flag) => flags.has(flag))) return null
  return 'this processor multiplies no bfloat16 (it has neither avx512_bf16 nor amx_bf16 nor bf16)'
}

/** A measured gain below this is no reason to give up digits. */
const LEAST_GAIN = 1.2
const tooSlow = (gain: number) =>
  gain >= LEAST_GAIN ? null : `matrix products in bfloat16 run at ${gain.toFixed(2)} times the speed of float32 here`

function readProcessor(): string | null {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8')
  } catch {
    return null
  }
}

const SIZE = 1024
const REPEATS = 5

/** Time of a float32 matrix product over that of one in bfloat16, best of a few. */
export function bfloat16Gain(tf: Tf): number {
  return withOps(tf, (ops) => {
    const wide = ops.float32(new Float32Array(SIZE * SIZE).fill(0.5), [SIZE, SIZE])
    const narrow = ops.cast(wide, 'float32', 'bfloat16')
    const seconds = (x: typeof wide, type: 'float32' | 'bfloat16') => {
      const attributes = [attribute.bool('transpose_a', false), attribute.bool('transpose_b', false)]
      const times = Array.from({ length: REPEATS }, () => {
        const began = performance.now()
        const [y] = ops.run('MatMul', [x, x], [attribute.type('T', type), ...attributes])
        const read = ops.cast(y, type, 'float32')
        ops.read(read)
        ops.free(y)
        ops.free(read)
        return performance.now() - began
      })
      return Math.min(...times.slice(1))
    }
    return seconds(wide, 'float32') / seconds(narrow, 'bfloat16')
  })
}
