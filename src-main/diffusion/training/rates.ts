/** The numbers that change from step to step. Step t counts from 1. */
export type LearningRate = {
  learningRate: number
  learningRateSchedule: 'constant' | 'cosine'
  /** Steps over which the rate rises linearly from 0. */
  warmUp: number
  steps: number
}

/** Warm-up, then constant, or half a cosine that reaches 0 one step after the last (Loshchilov & Hutter 2017, arXiv:1608.03983). */
export function learningRateAt({ learningRate, learningRateSchedule, warmUp, steps }: LearningRate, t: number): number {
  if (t <= warmUp) return (learningRate * t) / warmUp
  if (learningRateSchedule === 'constant') return learningRate
  const progress = (t - warmUp) / (steps + 1 - warmUp)
  return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2
}

/** min(decay, (1 + t)/(10 + t)): a short average at first, so that the starting weights are soon forgotten. */
export const emaDecayAt = (decay: number, t: number): number => Math.min(decay, (1 + t) / (10 + t))
