import { describe, expect, it } from 'vitest'
import { RUN_STATES, type RunState } from '#contract/run.ts'
import { isOpen, NEXT, nextState, RUN_EVENTS } from './run-state.ts'

/** Every pair that leads somewhere, written out a second time by hand; every other pair must be refused. */
const MOVES = [
  'queued start running, queued cancel cancelled, queued restart queued',
  'running finish finished, running fail failed, running cancel cancelling',
  'running stopped interrupted, running crash interrupted, running restart interrupted',
  'cancelling finish finished, cancelling fail failed, cancelling cancel cancelling',
  'cancelling stopped cancelled, cancelling crash cancelled, cancelling restart interrupted',
  'interrupted resume queued, interrupted cancel cancelled, cancelled resume queued, cancelled cancel cancelled',
].flatMap((line) => line.split(', ').map((move) => move.split(' ')))

describe.each(RUN_STATES)('a run that is %s', (state) => {
  it.each(RUN_EVENTS)('on %s goes where the table says, or is refused', (event) => {
    const expected = MOVES.find(([from, by]) => from === state && by === event)?.[2]
    if (expected) expect(nextState(state, event)).toBe(expected)
    else expect(() => nextState(state, event)).toThrow(`A run that is ${state} cannot`)
  })
})

it('finished and failed are the end; every state can be reached from queued', () => {
  expect(NEXT.finished).toEqual({})
  expect(NEXT.failed).toEqual({})
  const reached = new Set<RunState>(['queued'])
  for (const state of reached) for (const next of Object.values(NEXT[state])) reached.add(next)
  expect([...reached].toSorted()).toEqual([...RUN_STATES].toSorted())
  expect(MOVES).toHaveLength(Object.values(NEXT).reduce((sum, row) => sum + Object.keys(row).length, 0))
})

it('only what is still to be worked on is open', () => {
  expect(RUN_STATES.filter(isOpen)).toEqual(['queued', 'running', 'cancelling'])
})
