/** How a network from elsewhere is told the noise level: sigma/alpha as the number that its card asks for. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import { Refusal } from '#contract/refusal.ts'
import type { CardProcess, NetworkCard, TimeKind } from '#contract/network-card.ts'
import { sigmasOfTable } from '#theory/process/timestep-table.ts'

type Constant = <T extends tfjs.Tensor>(tensor: T) => T
/** s = sigma/alpha [B] -> the number before it is scaled, [B]. */
type Time = (s: tfjs.Tensor1D) => tfjs.Tensor1D
type MakeTime = (tf: Tf, process: CardProcess, constant: Constant) => Time

/** Levels at which the network was trained, in sigma/alpha; null where the card does not say. */
export function trainedSigmas(process: CardProcess): { sigmaMax: number; sigmaMin: number } | null {
  if (process.name === 'vp') {
    const sigmas = sigmasOfTable(process)
    return { sigmaMax: sigmas.at(-1)!, sigmaMin: sigmas[0] }
  }
  if (process.name === 'flow') return null
  const { sigmaMax, sigmaMin } = process
  return sigmaMax !== undefined && sigmaMin !== undefined ? { sigmaMax, sigmaMin } : null
}

/**
 * sigma: s. log-sigma/4: ln(s)/4. timestep: that of the table whose log sigma is nearest, or a broken line through (log sigma,
 * timestep); beyond the table's ends, the end. t: s/(1 + s) of a flow (1 minus that where the data are at 1), timestep/(T - 1) of a table,
 * ln(s/sigma_min)/ln(sigma_max/sigma_min) of ve.
 */
const TIMES: { readonly [K in TimeKind]: MakeTime } = {
  sigma: () => (s) => s,
  'log-sigma/4': () => (s) => s.log().div<tfjs.Tensor1D>(4),
  timestep: (tf, process, constant) => {
    if (process.name !== 'vp')
      throw new Refusal(`time.kind: timestep needs a vp process, got ${process.name}.`, { field: 'time.kind' })
    return timesteps(tf, process, constant)
  },
  t(tf, process, constant) {
    if (process.name === 'vp') {
      const timestep = timesteps(tf, process, constant)
      return (s) => timestep(s).div<tfjs.Tensor1D>(process.timesteps - 1)
    }
    if (process.name === 'flow')
      return (s) => (process.dataAt === 1 ? s.add(1).reciprocal() : s.div(s.add(1))) as tfjs.Tensor1D
    const { sigmaMax = 1, sigmaMin = 1 } = process
    return (s) =>
      s
        .div(sigmaMin)
        .log()
        .div<tfjs.Tensor1D>(Math.log(sigmaMax / sigmaMin))
  },
}

export function timeOf(tf: Tf, { process, time }: NetworkCard, constant: Constant): Time {
  const unscaled = TIMES[time.kind](tf, process, constant)
  return time.scale === 1 ? unscaled : (s) => unscaled(s).mul(time.scale)
}

/** As tensor operations, so that it can be recorded into a graph: a sum of T - 1 ramps from 0 to 1, or a step where each is half way. */
function timesteps(tf: Tf, process: Extract<CardProcess, { name: 'vp' }>, constant: Constant): Time {
  const logs = Float64Array.from(sigmasOfTable(process), Math.log)
  const gaps = logs.subarray(1).map((log, i) => log - logs[i])
  const low = constant(tf.tensor2d(Float32Array.from(logs.subarray(0, -1)), [1, gaps.length]))
  const width = constant(tf.tensor2d(Float32Array.from(gaps), [1, gaps.length]))
  return (s) => {
    const ramps = s.log().reshape([-1, 1]).sub(low).div(width).clipByValue(0, 1)
    const steps = process.interpolation === 'linear' ? ramps : tf.step(ramps.sub(0.5))
    return steps.sum(1) as tfjs.Tensor1D
  }
}
