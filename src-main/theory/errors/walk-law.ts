/** The law that a scheme makes of any start: an affine map of the variance in each eigendirection. */

import type { AffineLaw } from './continuous.ts'
import type { OneStateWalk, TwoStateWalk, Walk } from './schemes/scheme.ts'

export const identityLaw = (size: number): AffineLaw => ({
  scale: new Float64Array(size).fill(1),
  shift: new Float64Array(size),
})

/** Carries `law` over steps from <= k < to, in place. */
export function advance(walk: OneStateWalk, law: AffineLaw, from = 0, to = walk.steps): void {
  const { scale, shift } = law
  const size = scale.length
  const gain = new Float64Array(size)
  // a flow from a law without shift: half of the work
  const quiet = [walk.pre, walk.post, shift].every((values) => values.every((value) => value === 0))
  for (let k = from; k < to; k++) {
    if (walk.fused) {
      walk.fused(k, scale, quiet ? null : shift)
      continue
    }
    walk.gain(k, gain)
    const [pre, post] = [walk.pre[k], walk.post[k]]
    const enter = walk.enter?.[k] ?? 1
    if (enter !== 1) {
      for (let j = 0; j < size; j++) {
        scale[j] *= enter * enter
        shift[j] *= enter * enter
      }
    }
    for (let round = 0; round < walk.repeat; round++) {
      if (quiet) for (let j = 0; j < size; j++) scale[j] *= gain[j] * gain[j]
      else {
        for (let j = 0; j < size; j++) {
          const square = gain[j] * gain[j]
          scale[j] *= square
          shift[j] = square * (shift[j] + pre) + post
        }
      }
    }
  }
}

/** The state of a two-state scheme: x and its remembered denoised image, each as a gain of the start. */
export type TwoState = { x: Float64Array; memory: Float64Array }

/** Carries a two-state scheme over steps from <= k < to, in place. */
export function advanceTwo(walk: TwoStateWalk, { x, memory }: TwoState, from = 0, to = walk.steps): void {
  const size = x.length
  const here = new Float64Array(size)
  const denoised = new Float64Array(size)
  for (let k = from; k < to; k++) {
    walk.gains(k, here, denoised)
    const c = walk.memory[k]
    for (let j = 0; j < size; j++) {
      const value = x[j]
      x[j] = here[j] * value + c * memory[j]
      memory[j] = denoised[j] * value
    }
  }
}

/** v(end) = scale v(start) + shift for each of `size` eigenvalues. */
export function walkLaw(walk: Walk, size: number): AffineLaw {
  const law = identityLaw(size)
  if (walk.states === 1) {
    advance(walk, law)
    return law
  }
  const state = { x: law.scale, memory: new Float64Array(size) }
  advanceTwo(walk, state)
  for (let j = 0; j < size; j++) law.scale[j] = state.x[j] * state.x[j]
  return law
}
