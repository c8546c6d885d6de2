/**
 * Does a grid that is exactly optimal for Gaussian data serve a trained network? The grid of least W2 on the data's own spectrum, beside
 * Karras's and the uniform one: first in closed form, then with the network, on the same noise and as many evaluations.
 */
import { STUDIED_ROWS, type StudiedSampler } from '#contract/study.ts'
import type { Result, RunRecord } from '#contract/run.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import type { DataRange } from '#contract/schedule.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunService } from '#runs/run-service.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { namedTimes } from '#theory/errors/named-times.ts'
import { optimiseGrid } from '#theory/errors/optimise.ts'
import { processOf } from '#theory/process/processes.ts'

/** A sampler by its closed form on a Gaussian, and the evaluations that a grid of so many steps (the last to 0) costs. */
const studied = (sampler: StudiedSampler) => STUDIED_ROWS.find(({ name }) => name === sampler)!

export type GridQuestion = {
  /** Eigenvalues of the data's covariance, in the range that the network works in. */
  spectrum: Float64Array
  sampler: StudiedSampler
  evaluations: number
  sigmaMax: number
  sigmaMin: number
}

export type StudiedGrid = { grid: 'optimised' | 'karras' | 'uniform'; sigmas: number[]; exactW2: number }

/** The three grids of as many evaluations, noisiest first and without the 0 that samplers append, each with its exact W2. */
export function studiedGrids({ spectrum, sampler, evaluations, sigmaMax, sigmaMin }: GridQuestion): StudiedGrid[] {
  const scheme = studied(sampler).law.name
  const steps = stepsFor(sampler, evaluations)
  const process = processOf({ family: 'edm', sigmaMax })
  const named = namedTimes(process, { start: sigmaMax, eps: 0, points: steps + 1, sigmaMin })
  const question = { spectrum, process, scheme, points: steps + 1, eps: 0 }
  const grids = {
    optimised: optimiseGrid({ ...question, sigmaMin }).times,
    karras: named['karras-7'],
    uniform: named.uniform,
  } as const
  return Object.entries(grids).map(([grid, times]) => ({
    grid: grid as StudiedGrid['grid'],
    sigmas: Array.from(times.subarray(0, steps)),
    exactW2: gaussianErrors({ ...question, points: undefined, times }).w2,
  }))
}

function stepsFor(sampler: StudiedSampler, evaluations: number): number {
  for (let steps = 3; steps <= 1000; steps++) if (studied(sampler).nfe(steps) === evaluations) return steps
  throw new Refusal(
    `${sampler} cannot make ${evaluations} evaluations${sampler === 'heun' ? ': 2 N - 1 are odd' : ''}.`,
    {
      field: 'evaluations',
    },
  )
}

export type GridRow = StudiedGrid & {
  evaluations: number
  run: number
  seconds: number | null
  /** In the classifier's features, with its bootstrap interval. */
  frechetDistance: { value: number | null; low: number | null; high: number | null }
  shareConfident: number | null
  chiSquaredP: number | null
}

export type GridStudy = { rows: GridRow[]; comparison: RunRecord }

export type GridStudyOptions = Omit<GridQuestion, 'evaluations'> & {
  evaluations: readonly number[]
  network: string
  dataRange: DataRange
  samples: number
  seed: number
  /** Runs one configuration to its end; throws where it does not finish. */
  run: (config: RunConfigInput) => Promise<RunRecord>
  note: (line: string) => void
}

export async function optimisedGridStudy(service: RunService, options: GridStudyOptions): Promise<GridStudy> {
  const { sampler, network, samples: n, seed, dataRange, run, note } = options
  const tags = ['optimised-grid']
  const rows: GridRow[] = []
  const drawn: string[] = []
  for (const evaluations of options.evaluations) {
    for (const { grid, sigmas, exactW2 } of studiedGrids({ ...options, evaluations })) {
      note(`${grid}, ${evaluations} evaluations of ${sampler}: exact W2 ${exactW2.toPrecision(4)} on the spectrum`)
      const name = `${grid}, ${evaluations} evaluations`
      const schedule = { family: 'list' as const, sigmas, name, data_range: [...dataRange] as [0, 1] | [-1, 1] }
      const sampled = await run({ kind: 'sample', name, network, schedule, sampler: { name: sampler }, n, seed, tags })
      const judged = await run({ kind: 'evaluate', samples: sampled.id, tags })
      drawn.push(sampled.id)
      const { results: sampling } = service.history.read.get(sampled.id)
      const { results: quality } = service.history.read.get(judged.id)
      const distance = resultOf(quality, 'frechet_distance')
      rows.push({
        grid,
        sigmas,
        exactW2,
        evaluations: resultOf(sampling, 'nfe')?.value ?? evaluations,
        run: sampled.number,
        seconds: resultOf(sampling, 'seconds')?.value ?? null,
        frechetDistance: {
          value: distance?.value ?? null,
          low: distance?.low ?? null,
          high: distance?.high ?? null,
        },
        shareConfident: resultOf(quality, 'share_confident')?.value ?? null,
        chiSquaredP: resultOf(quality, 'chi_squared_p')?.value ?? null,
      })
    }
  }
  const name = `Optimised, Karras and uniform grids for ${sampler}, one noise`
  const comparison = await run({ kind: 'compare', name, runs: drawn, tags })
  return { rows, comparison }
}

const resultOf = (results: readonly Result[], name: string) => results.find((result) => result.name === name)
