/** A scheduler_config.json of diffusers, as the grid that its fields describe. */
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import { LEVELS_ASKED, type Asked, type Brought } from './brought.ts'
import { DIFFUSERS_CLASSES, UNDESCRIBED } from './diffusers-classes.ts'

type Fields = Readonly<Record<string, unknown>>

const TABLES: Readonly<Record<string, string>> = {
  linear: 'linear',
  scaled_linear: 'scaled-linear',
  squaredcos_cap_v2: 'cosine',
  sigmoid: 'sigmoid',
}

export function fromDiffusers(config: Fields): Brought {
  const name = String(config._class_name)
  const row = Object.hasOwn(DIFFUSERS_CLASSES, name) ? DIFFUSERS_CLASSES[name] : undefined
  if (!row)
    throw new Refusal(
      UNDESCRIBED[name]
        ? `The fields of ${name} do not describe its grid: ${UNDESCRIBED[name]}. Print scheduler.sigmas and bring the list.`
        : `There is no scheduler ${name} known here. ${nearestName(name, Object.keys(DIFFUSERS_CLASSES))} Or print its sigmas and bring the list.`,
      { field: '_class_name', code: 'unsupported' },
    )
  const fields: Fields = { ...row.defaults, ...config }
  const what = `diffusers’ ${name}`
  const made = { edm, ve, flow, interpolated: onTable, multistep: onTable, whole: onTable }[row.placing](
    fields,
    row.placing,
  )
  const last = fields.final_sigmas_type === 'sigma_min' ? ['Its last step stops at the smallest sigma, not at 0.'] : []
  return {
    what,
    asked: [LEVELS_ASKED, ...(made.asked ?? [])],
    spec: made.spec,
    notes: [...(made.notes ?? []), ...last],
  }
}

type Made = { spec: Record<string, unknown>; asked?: Asked[]; notes?: string[] }

function number(fields: Fields, name: string, fallback: number): number {
  const value = fields[name] ?? fallback
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Refusal(`${name} of the configuration must be a number; got ${JSON.stringify(value)}.`, { field: name })
  return value
}

const edm = (fields: Fields): Made => ({
  spec: {
    family: fields.sigma_schedule === 'exponential' ? 'exponential' : 'karras',
    sigma_max: number(fields, 'sigma_max', 80),
    sigma_min: number(fields, 'sigma_min', 0.002),
    ...(fields.sigma_schedule !== 'exponential' && { rho: number(fields, 'rho', 7) }),
  },
})

const ve = (fields: Fields): Made => ({
  spec: {
    family: 'geometric',
    sigma_max: number(fields, 'sigma_max', 1348),
    sigma_min: number(fields, 'sigma_min', 0.01),
  },
})

function flow(fields: Fields): Made {
  const training = number(fields, 'num_train_timesteps', 1000)
  const stretch = fields.shift_terminal ? { stretch_to: number(fields, 'shift_terminal', 0) } : {}
  const sigmas = ['use_karras_sigmas', 'use_exponential_sigmas', 'use_beta_sigmas'].find(
    (flag) => fields[flag] === true,
  )
  const notes = [
    ...(sigmas ? [`${sigmas} was left aside: bring the list that it prints.`] : []),
    ...(fields.invert_sigmas === true ? ['invert_sigmas was left aside: here the data are at t = 0.'] : []),
  ]
  if (fields.use_dynamic_shifting === true) {
    const shift_by = fields.time_shift_type === 'linear' ? 'linear' : 'exponential'
    const asked: Asked = {
      field: 'shift',
      why: 'mu is worked out from the size of the picture when sampling, 1.15 for 1024 x 1024 in FLUX.1.',
      example: 1.15,
    }
    return { spec: { family: 'flow', shift_by, ...stretch }, asked: [asked], notes }
  }
  return {
    spec: { family: 'flow', shift: number(fields, 'shift', 1), t_min: 1 / training, ...stretch },
    notes: [
      ...notes,
      ...(number(fields, 'shift', 1) === 1
        ? []
        : [
            'The shift acts once here; the scheduler shifts ends that carry it already a second time (huggingface/diffusers#13243).',
          ]),
    ],
  }
}

function tableOf(fields: Fields, placing: string): Record<string, unknown> {
  const timesteps = number(fields, 'num_train_timesteps', 1000)
  // DDIM and DDPM keep the infinite last level; the others put the finite stand-in there.
  const rescaled =
    fields.rescale_betas_zero_snr === true
      ? { zero_terminal_snr: true, terminal: placing === 'whole' ? 'infinite' : 'alpha-bar-2^-24' }
      : {}
  if (Array.isArray(fields.trained_betas)) return { name: 'betas', betas: fields.trained_betas, ...rescaled }
  const schedule = String(fields.beta_schedule ?? 'linear')
  const name = TABLES[schedule]
  if (!name)
    throw new Refusal(
      `beta_schedule ${schedule} is not known here; it is one of ${Object.keys(TABLES).join(', ')}. Bring its betas instead.`,
      { field: 'beta_schedule', code: 'unsupported' },
    )
  const ends =
    name === 'cosine'
      ? {}
      : { beta_start: number(fields, 'beta_start', 1e-4), beta_end: number(fields, 'beta_end', 0.02) }
  return { name, timesteps, ...ends, ...rescaled }
}

function onTable(fields: Fields, placing: string): Made {
  const table = tableOf(fields, placing)
  if (fields.use_flow_sigmas === true)
    return {
      spec: { family: 'flow', shift: number(fields, 'flow_shift', 1) },
      notes: ['Flow sigmas: the table is not used.'],
    }
  const spacing = String(fields.timestep_spacing ?? 'linspace')
  const converted = ['karras', 'exponential', 'beta'].find((name) => fields[`use_${name}_sigmas`] === true)
  const rounded = placing === 'interpolated' ? {} : { interpolation: 'nearest' }
  const spare = placing === 'multistep' ? 1 : 0
  const clipped = typeof fields.lambda_min_clipped === 'number' && Number.isFinite(fields.lambda_min_clipped)
  const notes = clipped ? ['lambda_min_clipped was left aside: it drops the noisiest timesteps.'] : []
  if (converted) return sigmas(fields, placing, converted, spacing, table, notes)
  switch (spacing) {
    case 'linspace':
      return { spec: { family: 'linspace', spare, table: { ...table, ...rounded } }, notes }
    case 'leading':
      return { spec: { family: 'leading', offset: number(fields, 'steps_offset', 0), spare, table }, notes }
    case 'trailing':
      return { spec: { family: 'trailing', table }, notes }
    default:
      throw new Refusal(`timestep_spacing must be linspace, leading or trailing; got ${spacing}.`, {
        field: 'timestep_spacing',
      })
  }
}

function sigmas(
  fields: Fields,
  placing: string,
  converted: string,
  spacing: string,
  table: Record<string, unknown>,
  notes: string[],
): Made {
  const family = { karras: 'karras', exponential: 'exponential', beta: 'beta-sigma' }[converted]
  const given = (name: string) => (typeof fields[name] === 'number' ? { [name]: number(fields, name, 0) } : {})
  // Some schedulers take the ends of the chosen timesteps: known only with their number, unless they are the table's.
  const narrower = placing === 'interpolated' && spacing !== 'linspace'
  return {
    spec: { family, ...given('sigma_max'), ...given('sigma_min'), table },
    notes: narrower
      ? [
          ...notes,
          `The scheduler takes its ends from the timesteps that ${spacing} chooses; here they are the table’s. Give sigma_max and sigma_min to have the others.`,
        ]
      : notes,
  }
}
