/** Tensors of a diffusers file as the weights of the network that our layers build: names and layouts turned, nothing left over. */
import type * as tfjs from '@tensorflow/tfjs'
import { toFloat32 } from '#files/half-floats.ts'
import type { StoredTensor } from '#files/safetensors.ts'
import type { Tf } from '#compute/tf.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Declare, Weights } from '../parameters.ts'

/** Names of attention's parts in files from before diffusers 0.15. */
const OLDER: readonly (readonly [string, string])[] = [
  ['to_q', 'query'],
  ['to_k', 'key'],
  ['to_v', 'value'],
  ['to_out.0', 'proj_attn'],
]

/** `down_blocks.0.resnets.0.norm1/gamma` -> `down_blocks.0.resnets.0.norm1.weight`. */
export const fileName = (name: string) => name.replace('/gamma', '.weight').replace('/beta', '.bias').replace('/', '.')

export type FileWeights = { declare: Declare; finish(): void }

/** Declares each weight with the value that the file has for it; `finish` refuses tensors that no layer asked for. */
export function declareFromFile(
  tf: Tf,
  weights: Weights,
  tensors: ReadonlyMap<string, StoredTensor>,
  file: string,
): FileWeights {
  const used = new Set<string>()
  const refuse = (field: string, what: string): never => {
    throw new Refusal(`${file}: ${what}, so it is not the network of its config.json. Get both from one place.`, {
      field,
      code: 'conflict',
    })
  }
  return {
    declare(name, shape) {
      const wanted = fileName(name)
      const older = OLDER.map(([now, then]) => wanted.replace(`.${now}.`, `.${then}.`)).find((key) => key !== wanted)
      const key = tensors.has(wanted) || older === undefined ? wanted : older
      const tensor = tensors.get(key) ?? refuse(key, `there is no tensor ${key}`)
      used.add(key)
      const values =
        turned(toFloat32(tensor, key), tensor.shape, shape) ??
        refuse(key, `tensor ${key} has shape [${tensor.shape.join(', ')}], which does not make [${shape.join(', ')}]`)
      const variable = tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32')))
      weights.set(name, variable as tfjs.Variable)
      return variable as tfjs.Variable
    },
    finish() {
      const extra = [...tensors.keys()].find((key) => !used.has(key))
      if (extra !== undefined) refuse(extra, `no layer takes the tensor ${extra}`)
    },
  }
}

/** PyTorch's layouts as ours: convolutions [out, in, h, w] -> [h, w, in, out], dense and 1x1 [out, in] -> [in, out], others as they are. */
function turned(values: Float32Array, from: readonly number[], to: readonly number[]): Float32Array | null {
  const size = to.reduce((product, length) => product * length, 1)
  if (values.length !== size) return null
  if (from.length === 1) return to.at(-1) === from[0] ? values : null
  const [outputs, inputs, ...window] = from
  const [tall, wide] = to.length === 4 ? [to[0], to[1]] : [1, 1]
  const fits =
    to.at(-1) === outputs && to.at(-2) === inputs && [...window, 1, 1].slice(0, 2).join() === `${tall},${wide}`
  if (!fits) return null
  const result = new Float32Array(size)
  const pixels = tall * wide
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let p = 0; p < pixels; p++) result[(p * inputs + i) * outputs + o] = values[(o * inputs + i) * pixels + p]
  return result
}
