/** A ledger as figures: which series, axes and sentences. Pure. */
import type { ErrorLedger } from '#contract/ledger.ts'
import type { PlotAxis, PlotSeries } from '../figures/plot-points.ts'
import { formatShort } from '../ui/format.ts'

export type LedgerFigure = {
  key: string
  title: string
  detail?: string
  sentence: string
  series: PlotSeries[]
  x: PlotAxis
  y: PlotAxis
}

const LAMBDA = { title: 'eigenvalue λ (data units²)', log: true }
const W2 = { title: 'W₂ (data units)', log: true }
/** One colour a sampler; exact thin, with the network marked. */
const SLOTS: Readonly<Record<string, number>> = { 'Euler-Maruyama': 0, Heun: 3, SDE: 4, ODE: 5 }
const slotOf = (label: string) => Object.entries(SLOTS).find(([name]) => label.startsWith(name))?.[1] ?? 7

export function ledgerFigures(ledger: ErrorLedger): LedgerFigure[] {
  const { levels, bands, figures, against } = ledger
  const ofSigma = { title: 'σ/α', log: true }
  const drawn = (key: keyof ErrorLedger['figures']): PlotSeries[] =>
    figures[key].map(({ label, learned, points }) => ({
      label,
      slot: slotOf(label),
      points: points.filter(({ x, y }) => x > 0 && y > 0),
      faint: !learned,
    }))
  const last = (key: keyof ErrorLedger['figures'], label: string) =>
    formatShort(figures[key].find((one) => one.label === label)?.points.at(-1)?.y)
  const ends = (score: string) =>
    `Euler-Maruyama ends at ${last('along', `Euler-Maruyama, ${score}`)}, Heun at ${last('along', `Heun, ${score}`)}`
  return [
    {
      key: 'score',
      title: 'Score error by noise level',
      detail: `rms of denoised less ${against === 'gaussian' ? 'that of the Gaussian' : 'that of the data'}, over σ; ${ledger.dataset.n} images, 95 %`,
      sentence: `The error of the predicted noise is ${formatShort(levels[0].error.value / levels[0].sigma)} at σ/α = ${formatShort(levels[0].sigma)} and ${formatShort(levels.at(-1)!.error.value / levels.at(-1)!.sigma)} at ${formatShort(levels.at(-1)!.sigma)}.`,
      series: [
        {
          label: 'whole error',
          slot: 1,
          marks: true,
          points: levels.map(({ sigma, error }) => ({
            x: sigma,
            y: error.value / sigma,
            low: error.low / sigma,
            high: error.high / sigma,
          })),
        },
        {
          label: 'its part linear in the image, which the ledger counts',
          slot: 2,
          points: levels
            .filter(({ linear }) => linear > 0)
            .map(({ sigma, error, linear }) => ({ x: sigma, y: (Math.sqrt(linear) * error.value) / sigma })),
        },
      ],
      x: ofSigma,
      y: { title: 'error of the noise (of its unit)', log: true },
    },
    {
      key: 'bands',
      title: 'Error of the score per eigenvalue, along t',
      detail: 'of its linear part, relative to the exact score; directions in bands of λ',
      sentence: `At the last time the relative error is ${bands.map((band) => `${formatShort(band.relative.at(-1)!.value)} for ${bandLabel(band)}`).join(', ')}.`,
      series: bands.map((band, i) => ({
        label: bandLabel(band),
        slot: i,
        points: band.relative
          .map(({ value, low, high }, k) => ({ x: levels[k].t, y: value, ...(low > 0 && { low, high }) }))
          .filter(({ x, y }) => x > 0 && y > 0),
      })),
      x: { title: 'time t', log: true },
      y: { title: 'relative error', log: true },
    },
    {
      key: 'along',
      title: '(a) W₂ to p_t along t',
      sentence: `With the exact score ${ends('exact score')}; with this network ${ends('this network')}.`,
      series: drawn('along'),
      x: { title: 'time t', log: true },
      y: W2,
    },
    {
      key: 'truncation',
      title: '(b) W₂ to the data against the last time',
      sentence: `At eps = ${formatShort(ledger.eps)} stopping early alone costs ${formatShort(ledger.rows[0].truncation)}.`,
      series: drawn('truncation'),
      x: { title: 'eps', log: true },
      y: W2,
    },
    {
      key: 'initialisation',
      title: '(c) Initialisation and score, eigenvalue by eigenvalue',
      sentence: 'What starting at the prior costs in each direction, and what the score of this network does.',
      series: drawn('initialisation'),
      x: LAMBDA,
      y: { title: 'error of √λ (data units)', log: true },
    },
    {
      key: 'perEigenvalue',
      title: '(d) Truncation and the whole error, eigenvalue by eigenvalue',
      sentence: 'What stopping at eps costs in each direction, and what each sampler ends with.',
      series: drawn('perEigenvalue'),
      x: LAMBDA,
      y: { title: 'error of √λ (data units)', log: true },
    },
  ]
}

export const bandLabel = ({ from, to, count }: ErrorLedger['bands'][number]) =>
  from > 0 ? `λ ${formatShort(from)} to ${formatShort(to)}` : `${count} of variance 0`

/** What the books say, in a sentence: the dearest part of a sampler. */
export function dearestPart({
  initialisation,
  discretisation,
  truncation,
  score,
}: ErrorLedger['rows'][number]): string {
  const parts = { initialisation, discretisation, truncation, score: score.value }
  return Object.entries(parts).reduce((most, next) => (next[1] > most[1] ? next : most))[0]
}
