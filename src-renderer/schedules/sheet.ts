/** The sheet: drafts side by side, one of them edited. What a first visit finds, and what a draft is made from. */
import { describeShape, sequenceOf, type Draft, type Shape } from '../shape/draft.ts'

export type Sheet = { readonly drafts: readonly Draft[]; readonly activeId: string }

export const MAX_OVERLAID = 8

export const isUnsaved = (draft: Draft) => draft.savedShape !== draft.shape
export const subtitle = ({ shape }: Draft) => {
  const sequence = sequenceOf(shape)
  return sequence.ok
    ? `${describeShape(shape)} · ${sequence.sigmas.length} levels`
    : `${describeShape(shape)} · cannot be used`
}

export function newDraft(draft: Partial<Draft>): Draft {
  const parameters = { levels: 18, sigmaMax: 50, sigmaMin: 0.01, rho: 7 }
  return {
    id: crypto.randomUUID(),
    name: 'schedule',
    shape: { kind: 'family', family: 'karras', parameters },
    dataRange: [0, 1],
    slot: null,
    savedId: null,
    savedShape: null,
    ...draft,
  }
}

/** What a first visit finds: the two schedules that every paper compares. */
export function firstSheet(): Sheet {
  const karras = newDraft({ name: 'karras', slot: 0 })
  const parameters = { levels: 18, sigmaMax: 50, sigmaMin: 0.01 }
  const geometric = newDraft({ name: 'geometric', slot: 1, shape: { kind: 'family', family: 'geometric', parameters } })
  return { drafts: [karras, geometric], activeId: karras.id }
}

/** A colour that no draft of the sheet has; null where eight are overlaid. */
export function freeSlot(drafts: readonly Draft[]): number | null {
  const taken = new Set(drafts.map(({ slot }) => slot))
  const free = Array.from({ length: MAX_OVERLAID }, (_, slot) => slot).find((slot) => !taken.has(slot))
  return free ?? null
}
/** `wanted`, or `wanted (2)` where there is one of that name. */
export function freeName(drafts: readonly Draft[], wanted: string): string {
  const base = wanted.replace(/ \(\d+\)$/, '')
  const taken = new Set(drafts.map(({ name }) => name))
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${base} (${i})`
    if (!taken.has(name)) return name
  }
}

/** What a schedule is called until its name is typed; `before`: the shape that a list was made of. */
function nameOfShape(shape: Shape, before?: Shape): string {
  if (shape.kind === 'family') return shape.family
  if (shape.kind === 'drawn') return 'drawn'
  if (shape.kind === 'curves') return 'spec' in shape ? shape.spec.family : 'two curves'
  return before?.kind === 'family' ? `${before.family}, edited` : 'list'
}
/** The name that a draft has once it is of `shape`: that of the shape, unless it was typed or given otherwise. */
export function nameAfter(draft: Draft, shape: Shape, drafts: readonly Draft[]): string {
  const base = draft.name.replace(/ \(\d+\)$/, '')
  const own = nameOfShape(draft.shape)
  const isOwn = base === own || base === 'schedule' || (draft.shape.kind === 'list' && base.endsWith(', edited'))
  if (draft.typed || !isOwn) return draft.name
  if (draft.shape.kind === shape.kind && (shape.kind !== 'family' || nameOfShape(shape) === own)) return draft.name
  return freeName(
    drafts.filter(({ id }) => id !== draft.id),
    nameOfShape(shape, draft.shape),
  )
}
