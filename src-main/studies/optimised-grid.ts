/**
 * Does a grid that is exactly optimal for Gaussian data serve a trained network? The grid of least W2 on the data's own spectrum, beside
 * Karras's and the uniform one: first in closed form, then with the network, on the same noise and as many evaluations.
 */
import { STUDIED_ROWS, type StudiedSampler } from '#contract/study.ts'
import type { Result, RunRecord } from '#contract/run.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { SweepInput } from '#contract/sweep.ts'
import type { SweepDetail } from '#contract/sweep-view.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunService } from '#runs/run-service.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { namedTimes } from '#theory/grids/named-times.ts'
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

export type GridStudy = { sweep: number; rows: GridRow[]; comparison: RunRecord }

export type GridStudyOptions = Omit<GridQuestion, 'evaluations'> & {
  evaluations: readonly number[]
  network: string
  dataRange: DataRange
  samples: number
  seed: number
  /** Runs a sweep to its end; throws where it does not finish. */
  runSweep: (sweep: SweepInput) => Promise<SweepDetail>
  /** Runs one configuration to its end; throws where it does not finish. */
  run: (config: RunConfigInput) => Promise<RunRecord>
  note: (line: string) => void
}

export async function optimisedGridStudy({ history }: RunService, options: GridStudyOptions): Promise<GridStudy> {
  const { sampler, network, samples: n, seed, dataRange, run, runSweep, note } = options
  const tags = ['optimised-grid']
  const grids = options.evaluations.flatMap((evaluations) =>
    studiedGrids({ ...options, evaluations }).map((studied) => ({ ...studied, evaluations })),
  )
  for (const { grid, evaluations, exactW2 } of grids)
    note(`${grid}, ${evaluations} evaluations of ${sampler}: exact W2 ${exactW2.toPrecision(4)} on the spectrum`)
  const schedules = grids.map(({ grid, evaluations, sigmas }) => {
    const name = `${grid}, ${evaluations} evaluations`
    return { family: 'list', sigmas, name, data_range: [...dataRange] }
  })
  const name = `Optimised, Karras and uniform grids for ${sampler}, one noise`
  const sweep = await runSweep({
    kind: 'sweep',
    name,
    steps: {
      draw: { kind: 'sample', network, sampler: { name: sampler }, n, seed, tags },
      judge: { kind: 'evaluate', samples: '@draw', tags },
    },
    vary: { 'draw.schedule': schedules },
  })
  const resultsOf = (step: string, i: number) => {
    const cell = sweep.list.filter((one) => one.step === step)[i]
    return { run: cell.run!, results: history.read.get(cell.runId!).results }
  }
  const rows = grids.map((studied, i): GridRow => {
    const { run: number, results: sampling } = resultsOf('draw', i)
    const { results: quality } = resultsOf('judge', i)
    const distance = resultOf(quality, 'frechet_distance')
    return {
      ...studied,
      evaluations: resultOf(sampling, 'nfe')?.value ?? studied.evaluations,
      run: number,
      seconds: resultOf(sampling, 'seconds')?.value ?? null,
      frechetDistance: {
        value: distance?.value ?? null,
        low: distance?.low ?? null,
        high: distance?.high ?? null,
      },
      shareConfident: resultOf(quality, 'share_confident')?.value ?? null,
      chiSquaredP: resultOf(quality, 'chi_squared_p')?.value ?? null,
    }
  })
  const comparison = await run({ kind: 'compare', name, runs: rows.map((row) => String(row.run)), tags })
  return { sweep: sweep.number, rows, comparison }
}

const resultOf = (results: readonly Result[], name: string) => results.find((result) => result.name === name)
