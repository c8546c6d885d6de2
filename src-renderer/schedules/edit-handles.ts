/** What of a shape can be dragged, its handles: the knots of a drawn curve, else the levels; and their edits. Pure. */
import { tableOfShape, type Shape } from '../shape/draft.ts'
import type { Knot } from '#theory/grids/knot-curve.ts'
import { middleKnot, movedKnot } from '../shape/knots.ts'
import { addSigma, insertLevel, moveLevel, removeLevel } from './edit-levels.ts'

type Sigmas = readonly number[]

export const handlesOf = (shape: Shape, sigmas: Sigmas): readonly Knot[] =>
  shape.kind === 'drawn' ? shape.knots : sigmas.map((sigma, i) => ({ u: i / Math.max(1, sigmas.length - 1), sigma }))

/** A list keeps the table that its levels came from. */
export function listFrom(shape: Shape, sigmas: Sigmas): Shape {
  const table = tableOfShape(shape)
  return { kind: 'list', sigmas, ...(table && { table }) }
}

/**
 * Handle `index` to `sigma` (and, for an inner knot, to `u`), with the levels up to `reach` away. An end of a family with a
 * range moves that range, null where it would cross the other end; any other level of a family makes it a list.
 */
export function handleMoved(
  shape: Shape,
  sigmas: Sigmas,
  index: number,
  to: { sigma: number; u?: number },
  reach: number,
): Shape | null {
  if (shape.kind === 'drawn') return { ...shape, knots: movedKnot(shape.knots, index, to) }
  if (shape.kind === 'family' && reach === 0) {
    const end = index === 0 ? 'sigmaMax' : index === sigmas.length - 1 ? 'sigmaMin' : null
    if (end && end in shape.parameters) {
      const other = sigmas[end === 'sigmaMax' ? sigmas.length - 1 : 0]
      const inOrder = sigmas.length === 1 || (end === 'sigmaMax' ? to.sigma > other : to.sigma < other)
      return inOrder ? { ...shape, parameters: { ...shape.parameters, [end]: to.sigma } } : null
    }
  }
  return listFrom(shape, moveLevel(sigmas, index, to.sigma, reach))
}

/** One more: where `at` is, or after `selected`; `index` of the one that is selected then. Null where there is no room. */
export function handleAdded(
  shape: Shape,
  sigmas: Sigmas,
  selected: number,
  at?: Knot,
): { shape: Shape | null; index: number } {
  if (shape.kind === 'drawn') {
    const knot = at ?? middleKnot(shape.knots, selected)
    const index = shape.knots.findIndex(({ u }) => u > knot.u)
    if (index <= 0) return { shape: null, index: selected }
    return { shape: { ...shape, knots: movedKnot(shape.knots.toSpliced(index, 0, knot), index, knot) }, index }
  }
  const added = at ? addSigma(sigmas, at.sigma) : insertLevel(sigmas, selected)
  return { shape: added.sigmas.length === sigmas.length ? null : listFrom(shape, added.sigmas), index: added.index }
}

/** Null for the ends of a drawn curve, which it cannot be without. */
export function handleRemoved(shape: Shape, sigmas: Sigmas, index: number): Shape | null {
  if (shape.kind !== 'drawn') return listFrom(shape, removeLevel(sigmas, index))
  if (index === 0 || index === shape.knots.length - 1) return null
  return { ...shape, knots: shape.knots.toSpliced(index, 1) }
}
