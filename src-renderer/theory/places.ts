/** Where curves are computed: evenly on a logarithmic axis, in round numbers. Pure. */

export const logarithmic = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number((from * (to / from) ** (i / (count - 1))).toPrecision(3)))

export const wholes = (from: number, to: number, count: number): number[] => [
  ...new Set(logarithmic(from, to, count).map(Math.round)),
]
