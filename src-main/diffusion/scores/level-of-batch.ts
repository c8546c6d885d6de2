/** Which level of the corruption a batch stands at, by the time that a denoiser is handed. */
import type { Tensor1D } from '@tensorflow/tfjs'
import type { Level } from '#theory/grids/levels.ts'

export type BatchLevel = { sigma: number; corruption: number }

/** The one level of `levels` at the time of every image of the batch; without a time, that of no corruption. */
export function levelsByTime(levels: readonly Level[]): (sigma: Tensor1D, t?: Tensor1D) => BatchLevel {
  const corruptionAt = new Map(levels.map(({ t, corruption = 0 }) => [Math.fround(t ?? NaN), corruption]))
  return (sigma, t) => {
    const [noise] = sigma.dataSync()
    if (!t || corruptionAt.size === 0) return { sigma: noise, corruption: 0 }
    const times = t.dataSync()
    const corruption = corruptionAt.get(times[0])
    if (corruption === undefined || times.some((time) => time !== times[0]))
      throw new Error(`a batch at times ${times[0]} .. ${times[times.length - 1]} is at no one level of the schedule`)
    return { sigma: noise, corruption }
  }
}
