/** What measures one thing of an arm, and compares two arms by it. */
import type { Arm, Difference, Measured, MeasureSpec } from '#contract/measures.ts'
import type { MeasureRoom } from './arms.ts'

export type SpecOf<N extends MeasureSpec['measure']> = Extract<MeasureSpec, { measure: N }>
export type Held = number

export type MeasureRow<S> = {
  measured(spec: S, arm: Arm, room: MeasureRoom): Promise<Measured> | Measured
  /** Null: it is shown and never tested. `second`: an arm, or the number that the first is held against. */
  compared: ((spec: S, first: Arm, second: Arm | Held, room: MeasureRoom) => Promise<Difference> | Difference) | null
}

export const isArm = (second: Arm | Held): second is Arm => typeof second !== 'number'
