import { expect, it } from 'vitest'
import { timeLeft, timeLeftText } from './time-left.ts'

const cell = (step: string, state: 'finished' | 'running' | 'waiting' | 'blocked', seconds: number | null = null) => ({
  step,
  state,
  seconds,
  runId: state === 'waiting' ? null : `${step} ${state}`,
  done: 0,
  steps: 10,
})
const none = () => undefined

it('adds the median of the finished runs of its step for each run to come', () => {
  const cells = [cell('draw', 'finished', 4), cell('draw', 'finished', 6), cell('draw', 'finished', 60)]
  expect(timeLeft([...cells, cell('draw', 'waiting'), cell('draw', 'waiting')], none)).toEqual({
    seconds: 12,
    unknown: [],
  })
  // Of one that runs, what it has yet to do.
  const running = timeLeft([...cells, cell('draw', 'running')], (id) =>
    id === 'draw running' ? { step: 5, steps: 20 } : undefined,
  )
  expect(running?.seconds).toBeCloseTo(4.5)
  expect(timeLeftText(running)).toBe('about 5 s left')
})

it('names steps that nothing tells of, and leaves out what will not run', () => {
  const left = timeLeft([cell('draw', 'finished', 3), cell('draw', 'waiting'), cell('judge', 'waiting')], none)
  expect(left).toEqual({ seconds: 3, unknown: ['judge'] })
  expect(timeLeftText(left)).toBe('about 3 s left, without judge')
  expect(timeLeft([cell('draw', 'finished', 3), cell('judge', 'blocked')], none)).toBeNull()
  expect(timeLeftText(timeLeft([cell('draw', 'waiting')], none))).toMatch(/once a run of each step/)
  // One that was there before tells nothing of the time here.
  expect(timeLeft([cell('draw', 'finished'), cell('draw', 'waiting')], none)).toEqual({ seconds: 0, unknown: ['draw'] })
})
