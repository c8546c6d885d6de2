/** The oracle while one knot of the grid is dragged: only the steps beside it are taken again. */

import { Refusal } from '#contract/refusal.ts'
import { prepare, problemOf, startVariances, type GaussianQuestion, type Prepared } from './gaussian-errors.ts'
import { SCHEMES } from './schemes/schemes.ts'
import type { OneStateWalk, TwoStateWalk } from './schemes/scheme.ts'
import { advance, advanceTwo, identityLaw } from './walk-law.ts'
import { w2 } from './wasserstein.ts'

export type KnotAnswer = { w2: number; variances: Float64Array }

/**
 * A function of the time of knot `knot` that answers W2(final law, data) for the grid with that knot moved. The law before the knot's steps and
 * the affine map after them are found once (the cost of one oracle call); each move then costs two steps (three for
 * two-step schemes), not the whole grid. Knots are counted from 0; the time must stay between its neighbours.
 */
export function draggedKnot(question: GaussianQuestion, knot: number): (time: number) => KnotAnswer {
  const prepared = prepare(question)
  const { times, scheme, process } = prepared
  if (scheme === 'sde' || scheme === 'ode' || scheme === 'langevin') {
    throw new Refusal(`${scheme} has no grid steps to move a knot of`, { field: 'scheme', code: 'unsupported' })
  }
  if (!Number.isInteger(knot) || knot < 0 || knot >= times.length) {
    throw new Refusal(`knot must be one of 0 to ${times.length - 1}, not ${knot}`, { field: 'knot' })
  }
  const [above, below] = [times[knot - 1] ?? process.end, times[knot + 1] ?? 0]
  const inside = (time: number) =>
    (knot === 0 ? time <= above : time < above) && (knot === times.length - 1 ? time >= below : time > below)
  const first = Math.max(0, knot - 1)
  const end = Math.min(times.length - 1, knot + SCHEMES[scheme].reach)
  const answer = (SCHEMES[scheme].reach === 1 ? oneState : twoState)(prepared, first, end)
  return (time) => {
    if (!inside(time))
      throw new Refusal(`time must lie between its neighbours ${below} and ${above}, not ${time}`, { field: 'time' })
    const moved = times.slice(first, end + 1)
    moved[knot - first] = time
    const started = knot === 0 ? startVariances({ ...prepared, times: moved }) : startVariances(prepared)
    const variances = answer(moved, started)
    return { variances, w2: w2(variances, prepared.spectrum) }
  }
}

type Moved = (window: Float64Array, started: Float64Array) => Float64Array

const compile = (prepared: Prepared, window: Float64Array, before?: number) => {
  const problem = { ...problemOf(prepared), times: window, before }
  return SCHEMES[prepared.scheme as keyof typeof SCHEMES].compile(problem)
}

function oneState(prepared: Prepared, first: number, end: number): Moved {
  const size = prepared.spectrum.length
  const whole = compile(prepared, prepared.times) as OneStateWalk
  const [head, tail] = [identityLaw(size), identityLaw(size)]
  advance(whole, head, 0, first)
  advance(whole, tail, end)
  return (window, started) => {
    const law = { scale: head.scale.slice(), shift: head.shift.slice() }
    advance(compile(prepared, window) as OneStateWalk, law)
    return started.map((v, j) => tail.scale[j] * (law.scale[j] * v + law.shift[j]) + tail.shift[j])
  }
}

function twoState(prepared: Prepared, first: number, end: number): Moved {
  const size = prepared.spectrum.length
  const ones = () => new Float64Array(size).fill(1)
  const whole = compile(prepared, prepared.times) as TwoStateWalk
  const head = { x: ones(), memory: new Float64Array(size) }
  advanceTwo(whole, head, 0, first)
  // the tail is linear in (x, memory): its two columns
  const ofX = { x: ones(), memory: new Float64Array(size) }
  const ofMemory = { x: new Float64Array(size), memory: ones() }
  advanceTwo(whole, ofX, end)
  advanceTwo(whole, ofMemory, end)
  const before = first > 0 ? prepared.times[first - 1] : undefined
  return (window, started) => {
    const state = { x: head.x.slice(), memory: head.memory.slice() }
    advanceTwo(compile(prepared, window, before) as TwoStateWalk, state)
    return started.map((v, j) => (ofX.x[j] * state.x[j] + ofMemory.x[j] * state.memory[j]) ** 2 * v)
  }
}
