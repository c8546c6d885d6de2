/** What a mark is drawn in, and what every kind of mark answers. */
import type { Colours } from '../palette.ts'
import type { Scale } from '../scale.ts'
import type { SvgNode } from '../svg.ts'

export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
export type Frame = {
  readonly x: Scale
  readonly y: Scale
  readonly box: Box
  readonly colours: Colours
  /** Where a value lies on the colour scale, in [0, 1]; NaN where it has no place on it. */
  readonly share: (value: number) => number
}
export type Reach = { readonly x: readonly number[]; readonly y: readonly number[] }
export type MarkRow<M> = {
  /** What the axes must hold. */
  reach: (mark: M) => Reach
  /** How many of its values have no place: not finite, or 0 or below on a logarithmic axis. */
  lost: (mark: M, frame: Pick<Frame, 'x' | 'y'>) => number
  draw: (mark: M, frame: Frame) => SvgNode[]
}

export const isPlaced = ({ x, y }: { x: number; y: number }, frame: Pick<Frame, 'x' | 'y'>): boolean =>
  Number.isFinite(frame.x.place(x)) && Number.isFinite(frame.y.place(y))

/** A pixel along y for an end of an interval: an end without a place, such as 0 on a logarithmic axis, lies at the panel's edge. */
export function endAt(scale: Scale, value: number): number {
  const [low, high] = scale.from < scale.to ? [scale.from, scale.to] : [scale.to, scale.from]
  const at = scale.place(value)
  if (Number.isFinite(at)) return Math.min(high, Math.max(low, at))
  return value > 0 ? scale.to : scale.from
}
