/** InfoNoise under a training: draws its levels from what the steps before have measured. */
import {
  allocatedWeight,
  type Allocation,
  isDue,
  isMeasured,
  measuredSigma,
  observe,
  refresh,
} from '#theory/effort/infonoise.ts'
import type { NoiseLawOf } from '#theory/effort/noise-laws.ts'
import { type NoiseKey, uniforms } from '#theory/noise/philox.ts'
import type { ObjectiveName } from '../objectives/objectives.ts'
import { drawSigmas } from '../objectives/noise-levels.ts'

export type MeasuredNoise = {
  /** As `drawSigmas`, from the density in force. */
  draw(key: NoiseKey, n: number): Float32Array
  /** Takes in the losses of step `done`, counted from 1. */
  learn(sigmas: Float32Array, losses: Float32Array, done: number): void
}

/** `state` is kept up to date in place. */
export function measuredNoise(
  law: NoiseLawOf<'infonoise'>,
  state: Allocation,
  { name, sigmaData }: { name: ObjectiveName; sigmaData: number },
): MeasuredNoise {
  const weight = allocatedWeight(name, sigmaData)
  const share = new Float64Array(1)
  let sigmaOf = isMeasured(state) ? measuredSigma(law, state) : null
  return {
    draw(key, n) {
      const measured = sigmaOf
      if (!measured) return drawSigmas(law, key, n)
      return Float32Array.from({ length: n }, (_, i) => {
        uniforms({ ...key, sample: key.sample + i }, share)
        return measured(share[0])
      })
    },
    learn(sigmas, losses, done) {
      observe(
        law,
        state,
        sigmas,
        losses.map((loss, i) => loss / weight(sigmas[i])),
      )
      if (!isDue(law, done)) return
      refresh(law, state, weight)
      if (isMeasured(state)) sigmaOf = measuredSigma(law, state)
    },
  }
}
