/** The oracle while one knot of the grid is dragged: only the steps beside it are taken again. */

import { isPlaced } from '#axes/schemes/schemes.ts'
import { Refusal } from '#contract/refusal.ts'
import { prepare, problemOf, startVariances, type GaussianQuestion, type Prepared } from './gaussian-errors.ts'
import { SCHEMES } from './schemes/schemes.ts'
import { LOOK_BACK, type ManyStateWalk, type OneStateWalk } from './schemes/scheme.ts'
import { advance, advanceMany, identityLaw, identityOf, type ManyLaw, unitStates } from './walk-law.ts'
import { w2 } from './wasserstein.ts'

export type KnotAnswer = { w2: number; variances: Float64Array }

/**
 * A function of the time of knot `knot` that answers W2(final law, data) for the grid with that knot moved. The law before the knot's steps and
 * the affine map after them are found once (the cost of one oracle call); each move then costs two steps (one more for
 * each answer that a scheme looks back on), not the whole grid. Knots are counted from 0; the time must stay between its neighbours.
 */
export function draggedKnot(question: GaussianQuestion, knot: number): (time: number) => KnotAnswer {
  const prepared = prepare(question)
  const { times, scheme, process } = prepared
  if (scheme === 'sde' || scheme === 'ode' || !isPlaced(scheme)) {
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
  const answer = (SCHEMES[scheme].reach === 1 ? oneState : manyStates)(prepared, first, end)
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

const compile = (prepared: Prepared, window: Float64Array, before?: readonly number[]) => {
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

function manyStates(prepared: Prepared, first: number, end: number): Moved {
  const size = prepared.spectrum.length
  const whole = compile(prepared, prepared.times) as ManyStateWalk
  const head = identityOf(whole, size)
  advanceMany(whole, head, 0, first)
  // the tail is linear in the state: what becomes of a unit of each, and the noise put in on the way
  const tail = Array.from({ length: whole.states }, (_, unit) => {
    const states = unitStates(whole, size, unit)
    for (let k = end; k < whole.steps; k++) whole.carry(k, states)
    return states[0]
  })
  const added = { gains: unitStates(whole, size, -1), spread: identityOf(whole, size).spread }
  advanceMany(whole, added, end)
  const before = Array.from(prepared.times.subarray(Math.max(0, first - LOOK_BACK), first))
  return (window, started) => {
    const law: ManyLaw = {
      gains: head.gains.map((values) => values.slice()),
      spread: head.spread?.map((column) => column.map((values) => values.slice())) ?? null,
    }
    advanceMany(compile(prepared, window, before) as ManyStateWalk, law)
    const { gains, spread } = law
    return started.map((v, j) => {
      const gain = tail.reduce((sum, values, i) => sum + values[j] * gains[i][j], 0)
      if (!spread) return gain * gain * v
      const noise = tail.reduce(
        (sum, row, i) => tail.reduce((inner, column, l) => inner + row[j] * column[j] * spread[i][l][j], sum),
        0,
      )
      return gain * gain * v + noise + added.spread![0][0][j]
    })
  }
}
