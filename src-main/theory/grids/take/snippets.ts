/** A grid as text for the program that it came from: Python for diffusers and k-diffusion, settings for AUTOMATIC1111, SIGMAS for ComfyUI. */
import type { Schedule } from '#contract/schedule.ts'
import { tableOf, type TableInput } from '../../tables/table.ts'
import type { TableSpec } from '../../tables/table-sigmas.ts'
import { A1111_TYPES } from '../a1111-types.ts'
import { resolveLevels, type Levels, type ScheduleSpec } from '../sequences.ts'
import { diffusersLoop, head, kDiffusionLoop } from './python.ts'

export const SNIPPET_PROGRAMS = ['diffusers', 'k-diffusion', 'comfyui', 'a1111'] as const
export type SnippetProgram = (typeof SNIPPET_PROGRAMS)[number]

type Given = Readonly<Record<string, unknown>> & { family: string }
type Write = (given: Given, levels: Levels) => string | null

const list = (values: ArrayLike<number>) => `[${Array.from(values, String).join(', ')}]`
const plusZero = (values: ArrayLike<number>) => list([...Array.from(values), 0])

const BETA_SCHEDULES: Readonly<Record<string, string>> = {
  linear: 'linear',
  'scaled-linear': 'scaled_linear',
  cosine: 'squaredcos_cap_v2',
}

/** Arguments of a diffusers scheduler for a table; betas themselves where it has no name for it. */
function tableArguments(spec: TableSpec): string[] {
  const snr = 'zeroTerminalSnr' in spec && spec.zeroTerminalSnr ? ['rescale_betas_zero_snr=True'] : []
  const name = BETA_SCHEDULES[spec.name]
  if (!name || (spec.name === 'cosine' && (spec.s !== 0.008 || spec.maxBeta !== 0.999))) {
    const { sigmas } = tableOf({ ...spec, zeroTerminalSnr: false } as unknown as TableInput)
    const alphaBars = Array.from(sigmas, (sigma) => 1 / (1 + sigma * sigma))
    const betas = alphaBars.map((bar, i) => (i === 0 ? 1 - bar : 1 - bar / alphaBars[i - 1]))
    return [`num_train_timesteps=${sigmas.length}`, `trained_betas=${list(betas)}`, ...snr]
  }
  const ends = 'betaStart' in spec ? [`beta_start=${spec.betaStart}`, `beta_end=${spec.betaEnd}`] : []
  return [
    `num_train_timesteps=${(spec as { timesteps: number }).timesteps}`,
    ...ends,
    `beta_schedule="${name}"`,
    ...snr,
  ]
}

const python = (imports: string, cls: string, args: readonly string[], call: string) =>
  ['import torch', imports, '', `scheduler = ${cls}(${args.join(', ')})`, `scheduler.set_timesteps(${call})`].join('\n')

const diffusers: Write = (given, { sigmas, times }) => {
  const n = sigmas.length
  if (times)
    return python(
      'from diffusers import FlowMatchEulerDiscreteScheduler',
      'FlowMatchEulerDiscreteScheduler',
      ['shift=1.0'],
      `sigmas=${list(times)}`,
    )
  const cls =
    given.spare === 1 && given.family !== 'align-your-steps' ? 'DPMSolverMultistepScheduler' : 'EulerDiscreteScheduler'
  const table = given.table === undefined ? null : tableOf(given.table as TableInput).spec
  const args = table ? tableArguments(table) : []
  const imports = `from diffusers import ${cls}`
  const spacing = ['linspace', 'leading', 'trailing'].includes(given.family) && !table?.interpolation
  const multistep = given.family === 'linspace' && given.spare === 1 && table?.interpolation === 'nearest'
  const offset = given.offset ? [`steps_offset=${String(given.offset)}`] : []
  if (table && n > 1 && (multistep || (spacing && !(given.family === 'linspace' && given.spare === 1))))
    return python(imports, cls, [...args, `timestep_spacing="${given.family}"`, ...offset], String(n))
  const flag = { karras: 'use_karras_sigmas', exponential: 'use_exponential_sigmas', 'beta-sigma': 'use_beta_sigmas' }[
    given.family
  ]
  const usual = given.family !== 'karras' || given.rho === 7
  const usualBeta = given.family !== 'beta-sigma' || (given.a === 0.6 && given.b === 0.6)
  if (flag && table && n > 1 && usual && usualBeta && given.sigmaMax === undefined && given.sigmaMin === undefined)
    return python(imports, 'EulerDiscreteScheduler', [...args, `${flag}=True`], String(n))
  return python(
    'from diffusers import EulerDiscreteScheduler',
    'EulerDiscreteScheduler',
    args,
    `sigmas=${plusZero(sigmas)}`,
  )
}

const kDiffusion: Write = (given, levels) =>
  ['import torch', 'from k_diffusion import sampling', '', kDiffusionSigmas(given, levels)].join('\n')

function kDiffusionSigmas(given: Given, { sigmas }: Levels): string {
  const [max, min] = [sigmas[0], sigmas[sigmas.length - 1]]
  const call = {
    karras: `get_sigmas_karras(n=${sigmas.length}, sigma_min=${min}, sigma_max=${max}, rho=${String(given.rho)})`,
    exponential: `get_sigmas_exponential(n=${sigmas.length}, sigma_min=${min}, sigma_max=${max})`,
    polyexponential: `get_sigmas_polyexponential(n=${sigmas.length}, sigma_min=${min}, sigma_max=${max}, rho=${String(given.rho)})`,
  }[given.family]
  return call && sigmas.length > 1 ? `sigmas = sampling.${call}` : `sigmas = torch.tensor(${plusZero(sigmas)})`
}

/** Sigmas of a flow are its times there. */
const comfyui: Write = (_, { sigmas, times }) => plusZero(times ?? sigmas).slice(1, -1)

const a1111: Write = (given, { sigmas }) => {
  const type = A1111_TYPES.find(({ spec }) => spec.family === given.family)
  if (!type || (type.spec.spare !== undefined && given.spare !== type.spec.spare)) return null
  const ends = type.ends ? `, Schedule max sigma: ${sigmas[0]}, Schedule min sigma: ${sigmas[sigmas.length - 1]}` : ''
  const rho = type.rho ? `, Schedule rho: ${String(given.rho)}` : ''
  return `Steps: ${sigmas.length}, Schedule type: ${type.label}${ends}${rho}`
}

const WRITES: { readonly [P in SnippetProgram]: Write } = { diffusers, 'k-diffusion': kDiffusion, comfyui, a1111 }

export type SnippetOptions = {
  /** Said in the first line of a program's text. */
  name?: string
  /** Name of our sampler, for the program that has one like it. */
  sampler?: string
}

/**
 * By how much sigma is multiplied on the way out: these programs work on data in [-1, 1], where sigma is twice that of data in [0, 1]. A
 * grid on a table is in the network's own units already.
 */
export const unitsFactor = ({
  dataRange,
  ...given
}: {
  dataRange?: readonly [number, number]
  table?: unknown
}): number => (dataRange && given.table === undefined ? 2 / (dataRange[1] - dataRange[0]) : 1)

/** The schedule for `program`, or null where that program has no such grid and takes no list. Python ends with the loop that samples along it. */
export function snippetFor(
  program: SnippetProgram,
  schedule: Schedule | ScheduleSpec,
  { name, sampler }: SnippetOptions = {},
): string | null {
  const given = schedule as unknown as Given & { dataRange?: readonly [number, number] }
  const levels = resolveLevels(schedule as ScheduleSpec)
  const factor = unitsFactor(given)
  const sigmas = levels.sigmas.map((sigma) => sigma * factor)
  const text = WRITES[program](given, { ...levels, sigmas })
  if (text === null || program === 'comfyui' || program === 'a1111') return text
  const loop = program === 'diffusers' ? diffusersLoop(levels.times !== undefined) : kDiffusionLoop(sampler)
  return [...head(name, sigmas.length, factor), text, '', ...loop].join('\n')
}
