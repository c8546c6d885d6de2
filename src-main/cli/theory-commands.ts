/** `theory ...`, `optimise`: closed-form answers about processes, schemes and laws. No backend, no database. */
import type { Command } from 'commander'
import type { z } from 'zod'
import { type Camel, toCamel, toSnake } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import type { DataRange } from '#contract/schedule.ts'
import * as contract from '#contract/theory.ts'
import { callerPath } from '#history/caller-path.ts'
import { gaussianErrors, type GaussianQuestion } from '#theory/errors/gaussian-errors.ts'
import { annealedLangevin } from '#theory/errors/langevin.ts'
import { optimiseGrid, type OptimisedGrid } from '#theory/errors/optimise.ts'
import { fewestSteps } from '#theory/errors/steps.ts'
import { curieWeissOutcome } from '#theory/laws/curie-weiss-flow.ts'
import { mixtureOutcome } from '#theory/laws/mixture.ts'
import { processOf, processAt, type ProcessSpec } from '#theory/process/processes.ts'
import { addCommand, type Invocation } from './command.ts'
import { readSpectrumFile } from './spectrum-file.ts'
import { addTableCommand } from './table-command.ts'
import { readWords } from './words.ts'

/** Each command: what it takes, what it answers, and one line of help. */
function answer<S extends z.ZodType>(schema: S, help: string, run: (given: Camel<z.output<S>>) => object) {
  return { help, run: (input: unknown) => run(toCamel(parse(schema, input, 'Arguments'))) }
}

const COMMANDS = {
  process: answer(
    contract.theoryProcess,
    'alpha, sigma, f, g and log-SNR at a time: family=ve-polynomial rho=7 sigma_min=.01 sigma_max=50 t=0.5',
    ({ t, family, ...params }) => processAt(family, params as never, t),
  ),
  gaussian: answer(
    contract.theoryGaussian,
    'exact W2 errors of a scheme: spectrum=1,0.1 family=vp-linear beta_min=0.1 beta_max=20 scheme=em points=50',
    gaussian,
  ),
  steps: answer(
    contract.theorySteps,
    'fewest uniform steps of the exponential integrator with W2 <= target: family=... spectrum=... target=0.1',
    ({ spectrum, target, ...process }) => fewestSteps({ spectrum, target, process: process as ProcessSpec }),
  ),
  langevin: answer(
    contract.theoryLangevin,
    'variances under annealed Langevin: sigmas=1,0.1 eps= inner= convention= start_variance= spectrum=',
    (question) => snake(annealedLangevin(question)),
  ),
  mixture: answer(
    contract.theoryMixture,
    'mode weight and width of a Gaussian mixture: d= m= std= p= alpha=trig variance=1 dilation=vp kappa= steps=',
    ({ variance, ...spec }) => mixtureOutcome({ ...spec, variance: `${variance}` }),
  ),
  'curie-weiss': answer(
    contract.theoryCurieWeiss,
    'the same for the Curie-Weiss magnet: d= beta= alpha= variance= dilation= steps= chains= seed=',
    ({ variance, ...spec }) => curieWeissOutcome({ ...spec, variance: `${variance}` }),
  ),
}

type Gaussian = Camel<z.output<typeof contract.theoryGaussian>>
const QUESTION = ['spectrum', 'scheme', 'points', 'eps', 'start', 'misfit', 'inner', 'stepLr', 'convention'] as const
const CHURN = ['sChurn', 'sTmin', 'sTmax', 'sNoise'] as const

/** The question's own fields apart; what is left over describes the process. */
function gaussian(given: Gaussian): object {
  const own = new Set<string>([...QUESTION, ...CHURN])
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  const question = Object.fromEntries(entries.filter(([key]) => own.has(key)))
  const process = Object.fromEntries(entries.filter(([key]) => !own.has(key)))
  return gaussianErrors({ ...question, process } as unknown as GaussianQuestion)
}

export function addTheoryCommands(program: Command): void {
  const theory = program.command('theory').description('closed-form answers: errors, limits, orders').exitOverride()
  for (const [name, { help, run }] of Object.entries(COMMANDS)) {
    addCommand(theory, name, help, ({ words, output }) => {
      const result = run(withSpectrum(readWords(words)))
      output.answer(result, () => lines(result))
    })
  }
  addTableCommand(theory)
  addCommand(program, 'optimise', 'grid of least exact W2: spectrum=... scheme=heun points=20', optimise)
}

/** Along the process named, or `edm`, whose times are the noise levels themselves. */
async function optimise({ words, output }: Invocation): Promise<void> {
  const given = withSpectrum({ family: 'edm', ...readWords(words) })
  const { spectrum, scheme, points, out, dataRange, ...rest } = toCamel(
    parse(contract.theoryOptimise, given, 'Arguments'),
  )
  const { family, eps = family === 'edm' ? 0 : undefined, sigmaMin, ...parameters } = rest
  const process = processOf({ family, ...parameters, ...(family.startsWith('ve-') && { sigmaMin }) } as ProcessSpec)
  const best = optimiseGrid({ spectrum, scheme, points, eps, sigmaMin, process })
  if (out !== undefined) await writeScheduleFile(out, best, { scheme, dataRange })
  const { sigmas, times, w2, gain, named } = best
  const result = { sigmas, times, w2, gain, named }
  output.answer(result, () => lines(result))
}

async function writeScheduleFile(
  out: string,
  { sigmas }: OptimisedGrid,
  { scheme, dataRange }: { scheme: string; dataRange: DataRange },
): Promise<void> {
  const { writeWhole } = await import('#history/write-whole.ts')
  const { writeSchedule } = await import('#theory/grids/schedule-text.ts')
  const terminalZero = sigmas.at(-1) === 0
  const levels = terminalZero ? sigmas.slice(0, -1) : sigmas
  const name = `optimised for ${scheme}, ${levels.length} levels`
  writeWhole(callerPath(out), writeSchedule({ name, parameters: null, sigmas: levels, terminalZero, dataRange }))
}

/** `spectrum=FILE.npy` stands for the numbers in it. */
function withSpectrum(input: Record<string, unknown>): Record<string, unknown> {
  const { spectrum } = input
  return typeof spectrum === 'string' && /\.npy$/i.test(spectrum)
    ? { ...input, spectrum: Array.from(readSpectrumFile(spectrum)) }
    : input
}

const snake = (value: object): object =>
  toSnake(
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        ArrayBuffer.isView(item) ? Array.from(item as Float64Array) : item,
      ]),
    ),
  ) as object

const lines = (result: object) =>
  Object.entries(result)
    .map(
      ([key, value]) =>
        `${key}  ${value instanceof Float64Array ? Array.from(value).join(', ') : JSON.stringify(value)}`,
    )
    .join('\n')
