import { expect, it } from 'vitest'
import type { ErrorLedger } from '#contract/ledger.ts'
import { bandLabel, dearestPart, ledgerFigures } from './ledger-figures.ts'

const interval = (value: number) => ({ value, low: 0.9 * value, high: 1.1 * value })
const row = { scheme: 'em', nfe: 10, w2: interval(2), exact: 1, initialisation: 0, discretisation: 0.8, truncation: 0.1, score: interval(1.5) } // prettier-ignore
const curve = (label: string, learned: boolean) => ({ label, learned, points: [{ x: 1, y: 0 }, { x: 0.1, y: 0.5 }] }) // prettier-ignore
const both = ['Euler-Maruyama', 'Heun'].flatMap((name) => [curve(`${name}, exact score`, false), curve(`${name}, this network`, true)]) // prettier-ignore
const LEDGER: ErrorLedger = {
  dataset: { name: 'texture', hash: 'f', n: 64 },
  against: 'gaussian',
  process: { family: 'vp-linear' },
  grid: 'uniform',
  points: 11,
  eps: 0.001,
  levels: [
    { sigma: 10, t: 1, error: interval(0.2), linear: 0.5 },
    { sigma: 0.1, t: 0.01, error: interval(0.05), linear: 0 },
  ],
  bits: interval(0.1),
  rows: [row],
  bands: [
    { from: 1, to: 0.1, count: 4, relative: [interval(0.01), interval(0.3)] },
    { from: 0, to: 0, count: 2, relative: [interval(0.02), interval(0)] },
  ],
  figures: { along: both, truncation: both, initialisation: both, perEigenvalue: both },
  seconds: 1,
}

it('draws the score error in units of the noise, with its interval, and its linear part where there is one', () => {
  const [score, bands] = ledgerFigures(LEDGER)
  expect(score.series[0].points[0].y).toBeCloseTo(0.02, 12)
  expect(score.series[0].points[0].high).toBeCloseTo(0.022, 12)
  expect(score.series[1].points).toHaveLength(1)
  expect(bands.series.map(({ label }) => label)).toEqual(['λ 1 to 0.1', '2 of variance 0'])
  expect(bands.series[1].points).toHaveLength(1)
})

it('has the four figures of the source, exact curves faint beside this network, nothing that a logarithm has no place for', () => {
  const four = ledgerFigures(LEDGER).slice(2)
  expect(four.map(({ title }) => title.slice(0, 3))).toEqual(['(a)', '(b)', '(c)', '(d)'])
  for (const { series } of four) {
    expect(series.map(({ faint }) => faint)).toEqual([true, false, true, false])
    expect(series.every(({ points }) => points.every(({ y }) => y > 0))).toBe(true)
  }
  expect(four[0].sentence).toContain('with this network Euler-Maruyama ends at 0.5')
})

it('names the dearest part, and a band by its eigenvalues', () => {
  expect(dearestPart(row)).toBe('score')
  expect(dearestPart({ ...row, discretisation: 3 })).toBe('discretisation')
  expect(bandLabel(LEDGER.bands[1])).toBe('2 of variance 0')
})
