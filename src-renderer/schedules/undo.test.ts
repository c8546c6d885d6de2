import { expect, it } from 'vitest'
import { endGesture, redo, step, undo, undoable } from './undo.ts'

it('goes back and forth over any number of steps', () => {
  let state = undoable(0)
  for (let i = 1; i <= 10_000; i++) state = step(state, i)
  for (let i = 9_999; i >= 0; i--) expect((state = undo(state)).now).toBe(i)
  expect(undo(state).now).toBe(0)
  for (let i = 1; i <= 10_000; i++) state = redo(state)
  expect(state.now).toBe(10_000)
  expect(redo(state).now).toBe(10_000)
})

it('takes the steps of one gesture back together, and two gestures one by one', () => {
  let state = undoable('start')
  for (const value of ['a1', 'a2', 'a3']) state = step(state, value, 'drag a')
  state = endGesture(state)
  for (const value of ['b1', 'b2']) state = step(state, value, 'drag a')
  expect((state = undo(state)).now).toBe('a3')
  expect(undo(state).now).toBe('start')
})

it('forgets what was undone once something new is done, and ignores a step that changes nothing', () => {
  const state = step(undo(step(undoable(1), 2)), 3)
  expect(redo(state).now).toBe(3)
  expect(step(state, 3)).toBe(state)
})
