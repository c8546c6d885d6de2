/** The ablation table: W2 to the data of four schemes by eps, grid points and start; what `anneal theory table` prints. */

import { linearClock, variancePreserving } from '../process/variance-preserving.ts'
import { applyLaw, marginal, reverseLaw } from './continuous.ts'
import { SCHEMES } from './schemes/schemes.ts'
import { checkSpectrum, distinct } from './spectrum.ts'
import { uniformTimes } from './time-grid.ts'
import { walkLaw } from './walk-law.ts'
import { w2 } from './wasserstein.ts'

export const TABLE_SCHEMES = ['em', 'ei', 'euler', 'heun'] as const
export const TABLE_EPS = [0, 1e-5, 1e-3, 1e-2] as const
export const TABLE_POINTS = [50, 250, 500, 1000] as const

/** pT starts from the exact law at T, N0 from N(0, I). */
export const TABLE_COLUMNS = ['cont', ...TABLE_POINTS].flatMap((points) => [`${points}/pT`, `${points}/N0`])

export type TableRow = { scheme: (typeof TABLE_SCHEMES)[number]; eps: number; w2: (number | null)[] }
export type TableReason = { scheme: string; eps: number; columns: string[]; reason: string }
export type ErrorTable = { columns: string[]; rows: TableRow[]; reasons: TableReason[] }

/**
 * The table of Pierret & Galerne 2024 (arXiv 2405.14250) for any spectrum: vp-linear with beta .1 -> 20 in dx = -beta/2 x dt + sqrt(beta) dw
 * (their .05 -> 10), W2(final law, data) in data units. EM and EI stand beside the continuous SDE, Euler and Heun beside the ODE. A
 * cell that is not finite is null, with its reason.
 */
export function errorTable(given: ArrayLike<number>): ErrorTable {
  const { values: spectrum, counts } = distinct(checkSpectrum(given))
  const process = variancePreserving('vp-linear', linearClock({ betaMin: 0.1, betaMax: 20 }))
  const exact = marginal(process, spectrum, 1)
  const prior = spectrum.map(() => 1)
  const rows: TableRow[] = []
  const reasons: TableReason[] = []
  for (const scheme of TABLE_SCHEMES) {
    for (const eps of TABLE_EPS) {
      const laws = [
        reverseLaw(process, spectrum, SCHEMES[scheme].reference, { start: 1, t: eps }),
        ...TABLE_POINTS.map((points) => {
          const times = uniformTimes(process, points, eps)
          return walkLaw(
            SCHEMES[scheme].compile({ process, times, model: spectrum, ...PLAIN, steps: points - 1 }),
            spectrum.length,
          )
        }),
      ]
      const cells = laws.flatMap((law) => [exact, prior].map((start) => w2(applyLaw(law, start), spectrum, counts)))
      const missing = TABLE_COLUMNS.filter((_, column) => !Number.isFinite(cells[column]))
      if (missing.length > 0) reasons.push({ scheme, eps, columns: missing, reason: reasonFor(spectrum, counts, eps) })
      rows.push({ scheme, eps, w2: cells.map((cell) => (Number.isFinite(cell) ? cell : null)) })
    }
  }
  return { columns: TABLE_COLUMNS, rows, reasons }
}

const PLAIN = {
  misfit: 0,
  langevin: { inner: 1, stepLr: 1, convention: 'code' },
  churn: { amount: 0, tMin: 0, tMax: Infinity, noise: 1 },
} as const

function reasonFor(spectrum: Float64Array, counts: Float64Array, eps: number): string {
  const zero = spectrum.indexOf(0)
  if (eps === 0 && zero >= 0)
    return `infinite: the score at t = 0 has no value along the ${counts[zero]} zero eigenvalues`
  return 'overflow: the steps are too long for this spectrum'
}
