/** A sampler run in float64: the arithmetic that samplers ask of tensors, on plain numbers, so that the oracle is held to their own code. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { levelsFrom } from '#theory/grids/levels.ts'
import { samplerOf, type SamplerChoice } from './samplers.ts'
import type { Path } from './walk.ts'

type Operand = Numbers | number

class Numbers {
  readonly values: Float64Array
  constructor(values: Float64Array) {
    this.values = values
  }
  with(other: Operand, of: (a: number, b: number) => number): Numbers {
    return new Numbers(this.values.map((a, i) => of(a, typeof other === 'number' ? other : other.values[i])))
  }
  add = (other: Operand) => this.with(other, (a, b) => a + b)
  sub = (other: Operand) => this.with(other, (a, b) => a - b)
  mul = (other: Operand) => this.with(other, (a, b) => a * b)
  div = (other: Operand) => this.with(other, (a, b) => a / b)
  clone = () => new Numbers(this.values)
}

const lent = (values: Float64Array) => new Numbers(values) as unknown as Tensor4D
const valuesOf = (tensor: Tensor4D) => (tensor as unknown as Numbers).values

/**
 * Final variance of N(0, l) walked from its exact law at sigmas[0] with its exact score. The walk is linear, so that the start alone (index 0)
 * and a unit impulse at each draw (index 1, ...) find all gains at once; the variance is the sum of their squares.
 */
export async function float64Variance(choice: SamplerChoice, sigmas: readonly number[], l: number): Promise<number> {
  const draws = sigmas.length * 4
  const start = new Float64Array(1 + draws)
  start[0] = Math.sqrt(l + sigmas[0] ** 2)
  const path: Path = {
    levels: levelsFrom(sigmas),
    process: null,
    sigmas,
    start: lent(start),
    denoise: async (x, at) => {
      const sigma = typeof at === 'number' ? at : at.sigma
      return lent(valuesOf(x).map((value) => (l * value) / (l + sigma * sigma)))
    },
    corrupt: (x) => x,
    noise: (draw) => lent(Float64Array.from(start, (_, i) => (i === draw + 1 ? 1 : 0))),
    compute: (operations) => operations(),
  }
  let x = path.start
  for await (const step of samplerOf(choice).sample(path, choice)) x = step.x
  return valuesOf(x).reduce((sum, gain) => sum + gain * gain, 0)
}
