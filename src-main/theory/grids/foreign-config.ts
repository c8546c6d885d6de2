/** A configuration of NCSN's form is no schedule, but says what one would be: answered with our words for all it says. */
import { Refusal } from '#contract/refusal.ts'

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Null where it is none of those that are known. */
export function foreignConfig(fields: Fields): Refusal | null {
  const { model, sampling } = fields
  if (isFields(model) && ('sigma_begin' in model || 'sigma_end' in model))
    return ofNcsn(model, isFields(sampling) ? sampling : {})
  return null
}

/** ermongroup/ncsnv2's YAML: a network and its sampler in one. */
function ofNcsn(model: Fields, sampling: Fields): Refusal {
  const { sigma_begin: max, sigma_end: min, num_classes: levels } = model
  const { step_lr: eps, n_steps_each: inner } = sampling
  const missing = Object.entries({ 'model.sigma_begin': max, 'model.sigma_end': min, 'model.num_classes': levels })
    .filter(([, value]) => !isNumber(value))
    .map(([name]) => name)
  if (missing.length)
    return new Refusal(
      `This is a configuration of NCSN's form without ${missing.join(', ')}. Give the schedule itself.`,
      {
        field: missing[0],
      },
    )
  const steps = [...(isNumber(eps) ? [`eps: ${eps}`] : []), ...(isNumber(inner) ? [`inner: ${inner}`] : [])].join(', ')
  const schedule = `schedule={family: geometric, levels: ${String(levels)}, sigma_max: ${String(max)}, sigma_min: ${String(min)}, data_range: [0, 1]}`
  return new Refusal(
    `This is a configuration of NCSN's form. Its sequence and steps are here: '${schedule}' 'sampler={name: langevin${steps && `, ${steps}`}}'. Its training and data belong to a training run.`,
    { field: 'model', code: 'unsupported' },
  )
}
