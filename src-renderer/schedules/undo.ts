/** Undo and redo without limit over immutable values. A trail shares its tail, so that a step costs one cell. */

type Trail<T> = { readonly value: T; readonly before: Trail<T> | null }
export type Undoable<T> = {
  readonly now: T
  readonly past: Trail<T> | null
  readonly future: Trail<T> | null
  /** What the last step was part of: a drag, a slider's travel. Steps of one gesture are undone together. */
  readonly gesture: string | null
}

export const undoable = <T>(now: T): Undoable<T> => ({ now, past: null, future: null, gesture: null })

/** `gesture`: steps in a row that name the same one count as one. */
export function step<T>(state: Undoable<T>, now: T, gesture: string | null = null): Undoable<T> {
  if (Object.is(now, state.now)) return state
  const continues = gesture !== null && gesture === state.gesture
  const past = continues ? state.past : { value: state.now, before: state.past }
  return { now, past, future: null, gesture }
}

/** The next step starts anew even if it names the same gesture. */
export const endGesture = <T>(state: Undoable<T>): Undoable<T> => (state.gesture ? { ...state, gesture: null } : state)

export function undo<T>({ now, past, future, ...rest }: Undoable<T>): Undoable<T> {
  if (!past) return { now, past, future, ...rest }
  return { now: past.value, past: past.before, future: { value: now, before: future }, gesture: null }
}

export function redo<T>({ now, past, future, ...rest }: Undoable<T>): Undoable<T> {
  if (!future) return { now, past, future, ...rest }
  return { now: future.value, past: { value: now, before: past }, future: future.before, gesture: null }
}

/** At most `most` values on either side of now, oldest first. */
export function stepsOf<T>({ past, future }: Undoable<T>, most: number): { past: T[]; future: T[] } {
  const nearest = (trail: Trail<T> | null) => {
    const values: T[] = []
    for (let at = trail; at && values.length < most; at = at.before) values.push(at.value)
    return values
  }
  return { past: nearest(past).toReversed(), future: nearest(future) }
}

export function fromSteps<T>({ past, now, future }: { past: readonly T[]; now: T; future: readonly T[] }): Undoable<T> {
  const trail = (values: readonly T[]) => values.reduce<Trail<T> | null>((before, value) => ({ value, before }), null)
  return { now, past: trail(past), future: trail(future.toReversed()), gesture: null }
}
