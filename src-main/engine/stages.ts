/** Progress through stages of unlike work, told as steps of one kind, with a cancel let in at every tick. */
import type { JobPort } from './job-port.ts'

/** `done` of the `of` parts of a stage. Throws the signal's reason once a cancel has come. */
export type Tick = (done: number, of: number) => Promise<void>

/**
 * A tick for each stage, which stands for so many steps as `lengths` says. What is left of the stage in hand is taken to go at the
 * stage's own pace, and those after it at the pace of all so far.
 */
export function openStages(
  port: Pick<JobPort, 'tick' | 'breathe' | 'signal'>,
  lengths: readonly number[],
  clock: () => number = () => performance.now(),
): Tick[] {
  const began = clock()
  const before = (stage: number) => lengths.slice(0, stage).reduce((sum, length) => sum + length, 0)
  const steps = before(lengths.length)
  let [current, entered, ticked] = [0, began, began]
  return lengths.map((length, stage) => async (done, of) => {
    if (stage !== current) [current, entered] = [stage, ticked]
    ticked = clock()
    const passed = (length * done) / of
    const step = before(stage) + passed
    const secondsPerStep = (ticked - entered) / 1000 / passed
    const later = ((ticked - began) / 1000 / step) * (steps - before(stage + 1))
    const secondsLeft = secondsPerStep * (length - passed) + later
    port.tick({ step: Math.round(step), steps, secondsPerStep, secondsLeft })
    await port.breathe()
    port.signal.throwIfAborted()
  })
}
