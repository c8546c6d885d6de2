/** The curves of a ledger's page: along t, against the last time, and eigenvalue by eigenvalue, exact and with the measured score. */
import type { ErrorLedger, LedgerCurve } from '#contract/ledger.ts'
import { reverseLaw } from '#theory/errors/continuous.ts'
import { ledgerAlong, type LedgerData, ledgerPerEigenvalue, priorLaw } from '#theory/ledger/ledger.ts'
import type { LinearDenoiser } from '#theory/ledger/linear-denoiser.ts'
import { exactDenoiser } from '#theory/ledger/linear-denoiser.ts'
import { type LedgerScheme, linearWalk } from '#theory/ledger/linear-walk.ts'
import type { Process } from '#theory/process/process.ts'

/** Those that the source draws. */
const DRAWN: readonly { scheme: LedgerScheme; label: string }[] = [
  { scheme: 'em', label: 'Euler-Maruyama' },
  { scheme: 'heun', label: 'Heun' },
]
const CONTINUOUS = [
  { reference: 'sde', label: 'SDE' },
  { reference: 'ode', label: 'ODE' },
] as const
const MOST_POINTS = 100
const MOST_BINS = 40

type Room = {
  data: LedgerData
  process: Process
  times: Float64Array
  /** The same grid, down to another last time. */
  timesTo(eps: number): Float64Array
  learned: LinearDenoiser
}

export function ledgerFigures({ data, process, times, timesTo, learned }: Room): ErrorLedger['figures'] {
  const { spectrum, mu } = data
  const exact = exactDenoiser(spectrum)
  const end = times[times.length - 1]
  const both = DRAWN.flatMap(({ scheme, label }) => [
    { scheme, label: `${label}, exact score`, learned: false, denoiser: exact },
    { scheme, label: `${label}, this network`, learned: true, denoiser: learned },
  ])
  const bins = binsOf(spectrum)
  const byBin = (errors: Float64Array): LedgerCurve =>
    bins.map((members) => ({
      x: members.reduce((sum, j) => sum + spectrum[j], 0) / members.length,
      y: Math.sqrt(members.reduce((sum, j) => sum + errors[j] ** 2, 0) / members.length),
    }))
  const root = (variance: Float64Array) => variance.map(Math.sqrt)
  const atEnd = spectrum.map((l) => process.alphaSquared(end) * l + process.sigmaSquared(end))
  const prior = priorLaw(data, process, times[0])
  const walked = (scheme: LedgerScheme, denoiser: LinearDenoiser) =>
    linearWalk({ process, scheme, times, denoiser, mu, start: prior })
  const ends = [...new Set([...logarithmic(1e-5, 0.1, 17).filter((eps) => eps > end), end])].toSorted((a, b) => a - b)
  return {
    along: both.map(({ scheme, denoiser, ...told }) => ({
      ...told,
      points: thinned(ledgerAlong(data, { process, scheme, times }, denoiser)).map(({ t, w2 }) => ({ x: t, y: w2 })),
    })),
    truncation: [
      {
        label: 'truncation alone',
        learned: false,
        points: logarithmic(1e-5, 0.1, 33)
          .filter((eps) => eps < times[0])
          .map((eps) => ({
            x: eps,
            y: Math.hypot(
              ...spectrum.map((l, j) =>
                Math.hypot(
                  Math.sqrt(process.alphaSquared(eps) * l + process.sigmaSquared(eps)) - Math.sqrt(l),
                  (process.alpha(eps) - 1) * mu[j],
                ),
              ),
            ),
          })),
      },
      ...both.map(({ scheme, denoiser, ...told }) => ({
        ...told,
        points: ends
          .filter((eps) => eps < times[0])
          .map((eps) => {
            const errors = ledgerPerEigenvalue(data, { process, scheme, times: timesTo(eps) }, denoiser)
            return { x: eps, y: Math.hypot(...errors) }
          }),
      })),
    ],
    initialisation: [
      ...CONTINUOUS.map(({ reference, label }) => {
        const { scale, shift } = reverseLaw(process, spectrum, reference, { start: times[0], t: end })
        const reached = root(prior.variance.map((v, j) => scale[j] * v + shift[j]))
        const points = byBin(reached.map((value, j) => value - Math.sqrt(atEnd[j])))
        return { label: `${label} from the prior`, learned: false, points }
      }),
      ...DRAWN.map(({ scheme, label }) => {
        const [here, wanted] = [walked(scheme, learned), walked(scheme, exact)]
        const apart = root(here.variance).map((value, j) =>
          Math.hypot(value - Math.sqrt(wanted.variance[j]), here.mean[j] - wanted.mean[j]),
        )
        return { label: `${label}, this network less exact`, learned: true, points: byBin(apart) }
      }),
    ],
    perEigenvalue: [
      {
        label: 'truncation alone',
        learned: false,
        points: byBin(root(atEnd).map((v, j) => v - Math.sqrt(spectrum[j]))),
      },
      ...both.map(({ scheme, denoiser, ...told }) => ({
        ...told,
        points: byBin(ledgerPerEigenvalue(data, { process, scheme, times }, denoiser)),
      })),
    ],
  }
}

/** Directions of positive variance, largest first, in at most 40 bins of as many each. */
function binsOf(spectrum: Float64Array): number[][] {
  const order = Array.from(spectrum.keys())
    .filter((j) => spectrum[j] > 1e-10 * largest(spectrum))
    .toSorted((a, b) => spectrum[b] - spectrum[a])
  const count = Math.min(MOST_BINS, order.length)
  return Array.from({ length: count }, (_, b) =>
    order.slice(Math.floor((b * order.length) / count), Math.floor(((b + 1) * order.length) / count)),
  )
}
const largest = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), 0)
const thinned = <T>(points: readonly T[]): T[] => {
  const stride = Math.ceil(points.length / MOST_POINTS)
  return points.filter((_, k) => k % stride === 0 || k === points.length - 1)
}
const logarithmic = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)))
