/** Runs along the times of a process with the exact score of a Gaussian: W2 of their samples beside the one that theory says. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { toCamel } from '#contract/casing.ts'
import { type RunConfigInput, runConfig } from '#contract/run-config.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import type { SchemeName } from '#theory/errors/schemes/schemes.ts'
import { processLevels } from '#theory/grids/process-levels.ts'
import { readSamples } from '../sample-files.ts'
import { openRecordingPort } from '../testing/recording-port.ts'
import { sampleJob } from './sample.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

const EIGENVALUES = [1, 0.1, 0.01]
const [N, LEVELS, EPS] = [4000, 21, 0.001]
const PROCESSES = [
  { family: 'vp-linear', beta_min: 0.1, beta_max: 20 },
  { family: 'sub-vp', beta_min: 0.1, beta_max: 20 },
  { family: 've-exponential', sigma_min: 0.01, sigma_max: 50 },
] as const
const SCHEMES = ['em', 'ei', 'ddpm', 'euler', 'heun', 'rk4', 'ddim', 'reverse-diffusion'] as const

async function variancesOfRun(process: object, sampler: string): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-in-time-'))
  folders.push(folder)
  const config = runConfig.parse({ kind: 'sample', score: { name: 'spectrum', spectrum: EIGENVALUES }, schedule: { family: 'process', process, levels: LEVELS, eps: EPS }, sampler: { name: sampler }, n: N, chunk: N } as RunConfigInput) // prettier-ignore
  await sampleJob({ runId: 'x', config, folder, inputs: {}, home: folder, resume: false }, openRecordingPort().port)
  const { images, count } = readSamples(folder)
  expect(count).toBe(N)
  return EIGENVALUES.map((_, j) => {
    let sum = 0
    for (let i = 0; i < N; i++) sum += images[i * EIGENVALUES.length + j] ** 2
    return sum / N
  })
}

const w2 = (variances: ArrayLike<number>) =>
  Math.hypot(...EIGENVALUES.map((value, j) => Math.sqrt(variances[j]) - Math.sqrt(value)))

describe.each(PROCESSES)('$family', (process) => {
  it.each(SCHEMES)('%s ends as far from the data as theory says, within three standard errors', async (name) => {
    const spec = toCamel(process)
    const { times } = processLevels({ family: 'process', process: spec, levels: LEVELS, eps: EPS })
    const scheme = name as SchemeName
    const { variances } = gaussianErrors({ spectrum: EIGENVALUES, process: spec, scheme, times })
    const found = await variancesOfRun(process, name)
    // The root of a sample variance of n normals scatters by sqrt(v/2n); W2 by no more than these together.
    const error = Math.sqrt(variances.reduce((sum, v) => sum + v / (2 * N), 0))
    expect(Math.abs(w2(found) - w2(variances))).toBeLessThan(3 * error)
  })
})
