/** The error ledger of a network: how it is asked for, and what is found. */
import { z } from 'zod'
import { processGrid, TIME_GRIDS } from '#axes/grids/process-grid.ts'
import { processSpec } from '#axes/processes/process-spec.ts'
import { datasetSpec } from './dataset.ts'

/** What a score is held against: that of the Gaussian of the data, or of the data themselves (every image a point of equal weight). */
export const AGAINST = ['gaussian', 'empirical'] as const
export type Against = (typeof AGAINST)[number]

export const ledgerOptions = z.strictObject({
  data: z
    .union([z.string().min(1).max(200), datasetSpec])
    .optional()
    .describe('Data set; what the network was trained on where absent'),
  against: z.enum(AGAINST).optional().describe('gaussian of a texture, else empirical, where absent'),
  n: z.number().int().min(32).max(100_000).optional().describe('Images; 256 where absent'),
  levels: z.number().int().min(2).max(200).optional().describe('Noise levels measured at; 24 where absent'),
  process: processSpec
    .optional()
    .describe('Walked along; what the network was trained along where absent, or noise alone'),
  points: processGrid.levels.optional().describe('Points of the grid, one more than steps; 101 where absent'),
  eps: processGrid.eps.removeDefault().optional().describe('Time at which the sampler stops'),
  grid: z.enum(Object.keys(TIME_GRIDS) as [keyof typeof TIME_GRIDS, ...(keyof typeof TIME_GRIDS)[]]).optional(),
})
export type LedgerOptions = z.output<typeof ledgerOptions>
export type LedgerRequest = z.input<typeof ledgerOptions>

export type Interval = { value: number; low: number; high: number }

/** One sampler's books, W2 in data units; see `theory/ledger/ledger.ts`. */
export type LedgerRow = {
  scheme: string
  nfe: number
  w2: Interval
  exact: number
  initialisation: number
  discretisation: number
  truncation: number
  score: Interval
}
export type LedgerCurve = { x: number; y: number }[]

export type ErrorLedger = {
  dataset: { name: string; hash: string; n: number }
  against: Against
  process: { family: string } & Record<string, unknown>
  grid: string
  points: number
  eps: number
  /** Root mean square of D - D_exact per number, with its interval over images; `linear`: the share of its square that is linear in the image. */
  levels: { sigma: number; t: number; error: Interval; linear: number }[]
  /** Bits a dimension that the errors above add up to: int |D - D_exact|^2/sigma^2 d ln sigma/ln 2. */
  bits: Interval
  rows: LedgerRow[]
  /** Error of the linear part of the score relative to the exact score, by eigenvalue: rms over the directions of a band, level by level. */
  bands: { from: number; to: number; count: number; relative: Interval[] }[]
  /** Curves of the figures (a) to (d), each with its name. */
  figures: Record<
    'along' | 'truncation' | 'initialisation' | 'perEigenvalue',
    { label: string; learned: boolean; points: LedgerCurve }[]
  >
  seconds: number
}
