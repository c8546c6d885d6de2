/** AUTOMATIC1111's and EDM's settings as they are copied: `Steps: 20, Schedule type: Karras`, `--steps=18 --rho=7`. */
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import { A1111_TYPES, type A1111Type } from '../a1111-types.ts'
import { LEVELS_ASKED, type Asked, type Brought } from './brought.ts'

/** By label, in small letters. */
const SCHEDULE_TYPES: ReadonlyMap<string, A1111Type> = new Map(
  A1111_TYPES.flatMap((type) =>
    [...(type.also ? [type.also] : []), type.label].map((label) => [label.toLowerCase(), type]),
  ),
)
const TABLE_ASKED: Asked = {
  field: 'table',
  why: 'the network decides it; scaled-linear for Stable Diffusion 1.5 and SDXL.',
  example: 'scaled-linear',
  choices: ['scaled-linear', 'linear', 'cosine', 'sigmoid', 'iddpm'],
}

export const isA1111 = (text: string) => /(^|[,\n])\s*(Steps|Schedule type|Sampler)\s*:/i.test(text)

export function fromA1111(text: string): Brought {
  const field = (name: string) => new RegExp(`(?:^|[,\\n])\\s*${name}\\s*:\\s*([^,\\n]+)`, 'i').exec(text)?.[1].trim()
  const number = (name: string) => {
    const value = field(name)
    if (value === undefined) return undefined
    if (!Number.isFinite(Number(value))) throw new Refusal(`${name} must be a number; got ${value}.`, { field: name })
    return Number(value)
  }
  const sampler = field('Sampler') ?? ''
  // Before schedule types were settings of their own, the sampler's name ended in one.
  const type = field('Schedule type') ?? /\b(Karras|Exponential)$/i.exec(sampler)?.[1]
  const automatic = type === undefined || /^automatic$/i.test(type)
  const known = type === undefined ? undefined : SCHEDULE_TYPES.get(type.toLowerCase())
  if (!automatic && !known)
    throw new Refusal(
      `There is no schedule type ${type} known here. ${nearestName(type, [...SCHEDULE_TYPES.keys()])}`.trimEnd(),
      { field: 'Schedule type', code: 'unsupported' },
    )
  const steps = number('Steps')
  const sigma_max = number('Schedule max sigma') || undefined
  const sigma_min = number('Schedule min sigma') || undefined
  const rho = number('Schedule rho') || undefined
  const whole = known?.ends && sigma_max !== undefined && sigma_min !== undefined
  return {
    what: 'AUTOMATIC1111’s settings',
    spec: {
      ...known?.spec,
      ...(steps !== undefined && { levels: steps }),
      ...(known?.ends && {
        ...(sigma_max !== undefined && { sigma_max }),
        ...(sigma_min !== undefined && { sigma_min }),
      }),
      ...(rho !== undefined && known?.rho && { rho }),
    },
    asked: [
      ...(automatic
        ? [
            {
              field: 'family',
              why: 'Automatic takes the grid that the sampler asks for, Karras for DPM++ ones, else Uniform (normal).',
              example: 'karras',
              choices: ['karras', 'normal', 'exponential'],
            },
          ]
        : []),
      ...(steps === undefined ? [LEVELS_ASKED] : []),
      ...(whole || known?.spec.family === 'align-your-steps' ? [] : [TABLE_ASKED]),
    ],
    notes: [],
  }
}

export const isEdm = (text: string) => /(^|\s)--(steps|sigma_min|sigma_max|rho|disc|solver)[= ]/.test(text)

/** NVlabs/edm generate.py. Karras et al. 2022, arXiv:2206.00364, table 1. */
export function fromEdm(text: string): Brought {
  const option = (name: string) => new RegExp(`--${name}[= ]([^\\s]+)`).exec(text)?.[1]
  const number = (name: string, fallback: number) => {
    const value = Number(option(name) ?? fallback)
    if (!Number.isFinite(value)) throw new Refusal(`--${name} must be a number; got ${option(name)}.`, { field: name })
    return value
  }
  const disc = option('disc') ?? 'edm'
  const levels = number('steps', 18)
  const ends = {
    sigma_max: number('sigma_max', disc === 've' ? 100 : 80),
    sigma_min: number('sigma_min', disc === 've' ? 0.02 : 0.002),
  }
  const made: Readonly<Record<string, Record<string, unknown>>> = {
    edm: { family: 'karras', ...ends, rho: number('rho', 7) },
    ve: { family: 'geometric', ...ends },
    vp: { family: 'vp-linear', beta_min: 0.1, beta_max: 20, eps_s: 1e-3 },
    iddpm: { family: 'linspace', table: { name: 'iddpm', interpolation: 'nearest' } },
  }
  if (!Object.hasOwn(made, disc))
    throw new Refusal(`--disc must be one of ${Object.keys(made).join(', ')}; got ${disc}.`, { field: 'disc' })
  return {
    what: 'EDM’s options',
    spec: { ...made[disc], levels },
    asked: [],
    notes:
      disc === 'iddpm' || disc === 'vp'
        ? ['Ends are those of the discretisation; sigma_min and sigma_max were left aside.']
        : [],
  }
}
