/** A grid as text for the program that it came from: Python for diffusers and k-diffusion, settings for AUTOMATIC1111, SIGMAS for ComfyUI. */
import type { Schedule } from '#contract/schedule.ts'
import { tableOf, type TableInput } from '../../tables/table.ts'
import type { TableSpec } from '../../tables/table-sigmas.ts'
import { A1111_TYPES } from '../a1111-types.ts'
import { resolveLevels, type Levels, type ScheduleSpec } from '../sequences.ts'

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
  [imports, '', `scheduler = ${cls}(${args.join(', ')})`, `scheduler.set_timesteps(${call})`].join('\n')

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

const kDiffusion: Write = (given, { sigmas }) => {
  const [max, min] = [sigmas[0], sigmas[sigmas.length - 1]]
  const call = {
    karras: `get_sigmas_karras(n=${sigmas.length}, sigma_min=${min}, sigma_max=${max}, rho=${String(given.rho)})`,
    exponential: `get_sigmas_exponential(n=${sigmas.length}, sigma_min=${min}, sigma_max=${max})`,
    polyexponential: `get_sigmas_polyexponential(n=${sigmas.length}, sigma_min=${min}, sigma_max=${max}, rho=${String(given.rho)})`,
  }[given.family]
  return call && sigmas.length > 1
    ? ['from k_diffusion import sampling', '', `sigmas = sampling.${call}`].join('\n')
    : ['import torch', '', `sigmas = torch.tensor(${plusZero(sigmas)})`].join('\n')
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

/** The schedule for `program`, or null where that program has no such grid and takes no list. */
export function snippetFor(program: SnippetProgram, schedule: Schedule | ScheduleSpec): string | null {
  return WRITES[program](schedule as unknown as Given, resolveLevels(schedule as ScheduleSpec))
}
