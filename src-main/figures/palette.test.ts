import { describe, expect, it } from 'vitest'
import { dashOf, DARK, LIGHT, PAPER, rampColour, SLOTS, variablesOf } from './palette.ts'

type Triple = readonly number[]
const times = (matrix: readonly Triple[], v: Triple): number[] =>
  matrix.map((row) => row.reduce((sum, m, i) => sum + m * v[i], 0))
const linear = (hex: string): number[] =>
  [1, 3, 5].map((from) => {
    const c = Number.parseInt(hex.slice(from, from + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const EYES: Readonly<Record<string, readonly Triple[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
}
function lab(rgb: Triple): number[] {
  const [x, y, z] = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    rgb,
  )
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29)
  const [a, b, c] = [f(x / 0.9505), f(y), f(z / 1.089)]
  return [116 * b - 16, 500 * (a - b), 200 * (b - c)]
}
const seen = (hex: string, eyes: string) => lab(times(EYES[eyes], linear(hex)).map((c) => Math.min(1, Math.max(0, c))))
const apart = (a: Triple, b: Triple) => Math.hypot(...a.map((value, i) => value - b[i]))
const contrast = (a: string, b: string) => {
  const [low, high] = [a, b].map((hex) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0]).toSorted((p, q) => p - q)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('the %s palette', (_, colours) => {
  it.each(Object.keys(EYES))('keeps the first five series apart for eyes of %s', (eyes) => {
    const five = colours.series.slice(0, 5).map((hex) => seen(hex, eyes))
    const all = five.flatMap((a, i) => five.slice(i + 1).map((b) => apart(a, b)))
    expect(Math.min(...all)).toBeGreaterThan(15)
  })
  it('is read on its ground', () => {
    for (const text of [colours.ink, colours['ink-soft'], colours['ink-faint'], ...colours.series])
      expect(contrast(text, colours.panel)).toBeGreaterThan(4.5)
    for (const share of [0, 0.25, 0.5, 0.75, 1])
      expect(contrast(rampColour('tint', share), colours.panel)).toBeGreaterThan(3)
  })
})

it('tells more series apart by their dashes than by colours', () => {
  const looks = Array.from({ length: 24 }, (_, slot) => `${slot % SLOTS} ${dashOf(slot).join()}`)
  expect(new Set(looks).size).toBe(24)
  expect(Object.keys(variablesOf(PAPER))).toContain('--series-8')
})

it('grows lighter with the value, also in grey', () => {
  const lightness = Array.from({ length: 21 }, (_, i) => seen(rampColour('heat', i / 20), 'deuteranopia')[0])
  expect(lightness.every((value, i) => i === 0 || value > lightness[i - 1])).toBe(true)
})
