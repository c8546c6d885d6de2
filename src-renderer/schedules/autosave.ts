/** The sheet kept in the browser's own storage, so that a crash or a reload loses at most the last moments. */
import { sequenceOf, type Draft, type Shape } from './draft.ts'
import type { Sheet } from './sheet.ts'

const KEY = 'anneal.sheet.1'
export type Store = Pick<Storage, 'getItem' | 'setItem'>

/** False where there is no room for it; what was kept before stays. */
export function writeSheet(store: Store, sheet: Sheet): boolean {
  try {
    store.setItem(KEY, JSON.stringify(sheet))
    return true
  } catch {
    return false // The quota: a schedule of a million levels does not fit.
  }
}

/** What was kept, or null where there is nothing that can be used. Drafts that cannot be read are left out. */
export function readSheet(store: Store): Sheet | null {
  let kept: unknown
  try {
    kept = JSON.parse(store.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
  const { drafts, activeId } = (kept ?? {}) as { drafts?: unknown; activeId?: unknown }
  if (!Array.isArray(drafts)) return null
  const usable = drafts.filter(isDraft)
  if (!usable.length) return null
  return { drafts: usable, activeId: usable.some(({ id }) => id === activeId) ? String(activeId) : usable[0].id }
}

function isDraft(value: unknown): value is Draft {
  const { id, name, shape, dataRange } = (value ?? {}) as Draft
  if (typeof id !== 'string' || typeof name !== 'string' || !Array.isArray(dataRange) || !isShape(shape)) return false
  try {
    sequenceOf(shape) // A refusal is fine, it may be half typed; only what is no shape at all throws.
    return true
  } catch {
    return false
  }
}

function isShape(value: unknown): value is Shape {
  const shape = (value ?? {}) as Partial<Record<string, unknown>>
  if (shape.kind === 'family') return typeof shape.parameters === 'object' && shape.parameters !== null
  if (shape.kind === 'list') return Array.isArray(shape.sigmas)
  return (
    shape.kind === 'drawn' && Array.isArray(shape.knots) && shape.knots.length >= 2 && Number.isInteger(shape.levels)
  )
}
