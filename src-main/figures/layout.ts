/** How much room a panel's ticks and titles take, and what of it is left for the marks. Pure. */
import type { Box } from './marks/frame.ts'
import { scaleOf, type AxisTick, type Scale } from './scale.ts'
import type { PanelSpec } from './spec.ts'
import { textWidth, wrapped } from './text.ts'
import { tickWidth } from './tick-text.ts'
import type { Ends } from './ticks.ts'

export const TICK_SIZE = 10
export const TITLE_SIZE = 11
export const LINE_HEIGHT = 13
/** Pixels between two names along y. */
const Y_APART = 34
/** The angle of names that do not fit side by side, in degrees. */
export const SLANT = 35
const SLOPE = (SLANT * Math.PI) / 180

/** Names below the x axis: on one line or several each, or slanting. */
export type XNames = {
  readonly ticks: readonly AxisTick[]
  readonly slanted: boolean
  readonly lines: readonly (readonly string[])[]
}
export type PanelLayout = {
  readonly box: Box
  readonly x: Scale
  readonly y: Scale
  readonly xNames: XNames
  readonly yTicks: readonly AxisTick[]
  readonly yNames: readonly (readonly string[])[]
  readonly heading: readonly string[]
  readonly xTitle: readonly string[]
  readonly yTitle: readonly string[]
  /** The whole, with ticks and titles. */
  readonly outer: Box
}

export function layOut(panel: PanelSpec, outer: Box, xEnds: Ends, yEnds: Ends): PanelLayout {
  const { x: xAxis, y: yAxis } = panel
  const heading = panel.title ? wrapped(panel.title, TITLE_SIZE, outer.right - outer.left - 8) : []
  const top = outer.top + 8 + heading.length * (LINE_HEIGHT + 1)
  let [left, right, bottom] = [outer.left + 40, outer.right - 14, outer.bottom - 34]
  let laid: PanelLayout | null = null
  let aside = 0
  // Twice: the ticks of one axis decide how long the other is.
  for (let pass = 0; pass < 3; pass++) {
    const y = scaleOf(yAxis, yEnds, yAxis.scale === 'category' ? [top, bottom] : [bottom, top])
    const yTicks = yAxis.bare ? [] : y.ticks(Y_APART)
    const yTitle = yAxis.title && !yAxis.bare ? wrapped(yAxis.title, TITLE_SIZE, bottom - top) : []
    const most = 0.42 * (outer.right - outer.left)
    const yNames = yTicks.map(({ text }) =>
      text && !text.power && yAxis.scale === 'category' ? wrapped(text.base, TICK_SIZE, most) : [],
    )
    const widest = yTicks.reduce((most, { text }, i) => {
      const width = yNames[i].length
        ? Math.max(...yNames[i].map((line) => textWidth(line, TICK_SIZE)))
        : text
          ? tickWidth(text, TICK_SIZE)
          : 0
      return Math.max(most, width)
    }, 0)
    left = outer.left + 4 + yTitle.length * LINE_HEIGHT + (yTitle.length ? 6 : 0) + widest + 6
    left = Math.min(Math.max(left, outer.left + aside), outer.right - 34)
    const x = scaleOf(xAxis, xEnds, [left, right])
    const xNames = namesBelow(x, panel)
    aside = xNames.slanted
      ? Math.max(0, ...xNames.ticks.map(({ at }, i) => widthBelow(xNames, i) * Math.cos(SLOPE) - (at - left)))
      : 0
    const last = xNames.slanted
      ? 0
      : Math.max(0, ...xNames.ticks.map(({ at }, i) => at + widthBelow(xNames, i) / 2 - outer.right + 2))
    right = Math.max(left + 20, Math.min(outer.right - 14, right - last))
    const xTitle = xAxis.title && !xAxis.bare ? wrapped(xAxis.title, TITLE_SIZE, right - left) : []
    const below = heightBelow(xNames)
    bottom = Math.max(
      top + 20,
      outer.bottom - (below ? below + 6 : 4) - xTitle.length * LINE_HEIGHT - (xTitle.length ? 5 : 0),
    )
    laid = { box: { left, right, top, bottom }, x, y, xNames, yTicks, yNames, heading, xTitle, yTitle, outer }
  }
  return laid!
}

/** Fewer ticks until their names stand apart; names of categories break into lines, or slant. */
function namesBelow(x: Scale, { x: axis }: PanelSpec): XNames {
  const plain = (ticks: readonly AxisTick[]): XNames => ({ ticks, slanted: false, lines: ticks.map(() => []) })
  if (axis.bare) return plain([])
  if (axis.scale === 'category') {
    const ticks = x.ticks(1)
    const slot = Math.abs(x.to - x.from) / Math.max(1, ticks.length) - 6
    const words = (width: number) => ticks.map(({ text }) => wrapped(text!.base, TICK_SIZE, width))
    const unbroken = Math.max(
      0,
      ...ticks.flatMap(({ text }) => text!.base.split(/\s+/).map((word) => textWidth(word, TICK_SIZE))),
    )
    const lines = words(slot)
    if (unbroken <= slot && lines.every((one) => one.length <= 3)) return { ticks, slanted: false, lines }
    return { ticks, slanted: true, lines: ticks.map(({ text }) => [text!.base.replaceAll('\n', ' ')]) }
  }
  const tried = (apart: number) => {
    const names = plain(x.ticks(apart))
    const named = names.ticks.flatMap(({ at, text }) => (text ? [{ at, half: tickWidth(text, TICK_SIZE) / 2 }] : []))
    const clash = named.some(({ at, half }, i) => i > 0 && at - half - (named[i - 1].at + named[i - 1].half) < 8)
    return { names, clash, count: named.length }
  }
  for (let apart = 72; ; apart *= 1.25) {
    const { names, clash, count } = tried(apart)
    if (clash && count > 2 && apart <= 1000) continue
    // One name says nothing of an axis: nearer ones where they stand apart as well.
    const nearer = count < 2 ? [60, 48, 36].map(tried).find((one) => one.count > 1 && !one.clash) : undefined
    return nearer?.names ?? names
  }
}

function widthBelow({ ticks, lines }: XNames, i: number): number {
  if (lines[i].length) return Math.max(...lines[i].map((line) => textWidth(line, TICK_SIZE)))
  const { text } = ticks[i]
  return text ? tickWidth(text, TICK_SIZE) : 0
}

function heightBelow(names: XNames): number {
  if (!names.ticks.length) return 0
  if (!names.slanted) return 4 + LINE_HEIGHT * Math.max(1, ...names.lines.map((one) => one.length))
  return 8 + Math.max(...names.ticks.map((_, i) => widthBelow(names, i))) * Math.sin(SLOPE) + TICK_SIZE
}
