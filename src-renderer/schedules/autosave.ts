/** The sheet and what can be undone on it, kept in the browser's own storage: a crash or a reload loses at most moments. */
import { sequenceOf, type Draft, type Shape } from '../shape/draft.ts'
import type { Sheet } from './sheet.ts'
import { fromSteps, stepsOf, type Undoable } from './undo.ts'

const KEY = 'anneal.sheet.2'
/** Steps kept on either side of now, and room for them: a browser gives a page about five million letters. */
const MOST_STEPS = 200
const MOST_LETTERS = 4_000_000
export type Store = Pick<Storage, 'getItem' | 'setItem'>

/** Sheets share most of their drafts, drafts their shapes: each is written once, and meant by its place in its list. */
type Kept = {
  shapes: Shape[]
  drafts: (Omit<Draft, 'shape' | 'savedShape'> & { shape: number; savedShape: number | null })[]
  /** Oldest first. */
  sheets: { drafts: number[]; activeId: string }[]
  /** Place of the sheet as it is; after it comes what was undone. */
  now: number
}

/** False where there is no room for it; what was kept before stays. Where room is short the steps farthest away are left out. */
export function writeSheet(store: Store, history: Undoable<Sheet>): boolean {
  for (let most = MOST_STEPS; ; most = Math.floor(most / 2)) {
    const text = JSON.stringify(keptOf(history, most))
    if (text.length <= MOST_LETTERS || most === 0) {
      try {
        store.setItem(KEY, text)
        return true
      } catch {
        if (most === 0) return false // A schedule of a million levels does not fit.
      }
    }
  }
}

function keptOf(history: Undoable<Sheet>, most: number): Kept {
  const { past, future } = stepsOf(history, most)
  const placeIn = <T, K>(places: Map<T, number>, list: K[], item: T, write: (item: T) => K): number => {
    const known = places.get(item)
    if (known !== undefined) return known
    places.set(item, list.length)
    return list.push(write(item)) - 1
  }
  const kept: Kept = { shapes: [], drafts: [], sheets: [], now: past.length }
  const [shapes, drafts] = [new Map<Shape, number>(), new Map<Draft, number>()]
  const placeOfShape = (shape: Shape) => placeIn(shapes, kept.shapes, shape, (same) => same)
  const placeOfDraft = (draft: Draft) =>
    placeIn(drafts, kept.drafts, draft, ({ shape, savedShape, ...rest }) => ({
      ...rest,
      shape: placeOfShape(shape),
      savedShape: savedShape && placeOfShape(savedShape),
    }))
  for (const { drafts, activeId } of [...past, history.now, ...future])
    kept.sheets.push({ drafts: drafts.map(placeOfDraft), activeId })
  return kept
}

/** What was kept, or null where there is nothing that can be used. Drafts that cannot be read are left out. */
export function readSheet(store: Store): Undoable<Sheet> | null {
  let kept: Partial<Record<keyof Kept, unknown>> | null
  try {
    kept = JSON.parse(store.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
  const { shapes, drafts, sheets, now } = kept ?? {}
  if (!Array.isArray(shapes) || !Array.isArray(drafts) || !Array.isArray(sheets)) return null
  const shapeAt = shapes.map((shape: unknown) => (isShape(shape) ? shape : null))
  const draftAt = drafts.map((draft: unknown) => readDraft(draft, shapeAt))
  const steps = sheets.map((sheet: unknown) => readOne(sheet, draftAt))
  const current = steps[Number(now)]
  if (!current) return null
  const [past, future] = [steps.slice(0, Number(now)), steps.slice(Number(now) + 1)]
  // A step that cannot be read ends the trail.
  const [gap, end] = [past.lastIndexOf(null), future.indexOf(null)]
  return fromSteps({
    now: current,
    past: past.slice(gap + 1) as Sheet[],
    future: (end < 0 ? future : future.slice(0, end)) as Sheet[],
  })
}

function readDraft(value: unknown, shapes: readonly (Shape | null)[]): Draft | null {
  const kept = (value ?? {}) as Kept['drafts'][number]
  const { id, name, dataRange } = kept
  const shape = shapes[kept.shape]
  if (typeof id !== 'string' || typeof name !== 'string' || !Array.isArray(dataRange) || !shape) return null
  return { ...kept, shape, savedShape: kept.savedShape === null ? null : (shapes[kept.savedShape] ?? null) }
}

function readOne(value: unknown, drafts: readonly (Draft | null)[]): Sheet | null {
  const { drafts: places, activeId } = (value ?? {}) as Partial<Kept['sheets'][number]>
  if (!Array.isArray(places)) return null
  const usable = places.flatMap((place) => drafts[place] ?? [])
  if (!usable.length) return null
  return { drafts: usable, activeId: usable.some(({ id }) => id === activeId) ? String(activeId) : usable[0].id }
}

function isShape(value: unknown): value is Shape {
  const shape = (value ?? {}) as Partial<Record<string, unknown>>
  const known =
    shape.kind === 'family'
      ? typeof shape.parameters === 'object' && shape.parameters !== null
      : shape.kind === 'list'
        ? Array.isArray(shape.sigmas)
        : shape.kind === 'curves'
          ? Array.isArray(shape.knots) || (typeof shape.spec === 'object' && shape.spec !== null)
          : shape.kind === 'drawn' && Array.isArray(shape.knots) && shape.knots.length >= 2 && Number.isInteger(shape.levels) // prettier-ignore
  if (!known) return false
  try {
    sequenceOf(value as Shape) // A refusal is fine, it may be half typed; only what is no shape at all throws.
    return true
  } catch {
    return false
  }
}
