/** A schedule of the sheet as others ask for it: the quick look with a title, the oracle with its levels. Pure. */
import { type Draft, sequenceOf, specOf } from '../shape/draft.ts'
import type { SheetSchedule } from '../theory/panel/canvas-oracle.svelte.ts'
import { formatShort } from '../ui/format.ts'
import { subtitle } from './sheet.ts'

export const subjectOf = (draft: Draft) => ({
  title: draft.name,
  curve: subtitle(draft) + endsOf(draft),
  slot: draft.slot ?? 0,
  draft: draft.id,
  schedule: specOf(draft),
})

function endsOf({ shape }: Draft): string {
  const sequence = sequenceOf(shape)
  return sequence.ok ? `, σ ${formatShort(sequence.sigmas[0])} to ${formatShort(sequence.sigmas.at(-1))}` : ''
}

/** Null while it has no levels, and for one of two curves, which the oracle of noise alone does not take. */
export function scheduleOf({ id, name, slot, shape, dataRange }: Draft): SheetSchedule | null {
  const sequence = sequenceOf(shape)
  return sequence.ok && shape.kind !== 'curves'
    ? { id, name, slot: slot ?? 0, sigmas: sequence.sigmas, dataRange }
    : null
}
