/** The form of a run, read off the schema of its configuration: what main accepts is what is asked for, and nothing is spelled twice. */
import { z } from 'zod'
import { runKinds } from '#contract/run-config.ts'
import type { RunKind } from '#contract/run-config.ts'

export type Control =
  | { is: 'number'; whole: boolean; low?: number; high?: number }
  | { is: 'text' }
  | { is: 'flag' }
  /** One of a few; values may be more than words, as [0, 1]. */
  | { is: 'one of'; options: readonly { value: unknown; label: string }[] }
  | { is: 'list'; of: 'number' | 'text' }
  /** Anything else, as YAML: shares by class. */
  | { is: 'yaml' }
  | { is: 'object'; fields: readonly FormField[] }
  /** One of several shapes, told apart by the field `by`; `absent`: what it is where the field is left out. */
  | {
      is: 'variant'
      by: string
      variants: readonly { name: string; fields: readonly FormField[] }[]
      absent?: string
    }

export type FormField = {
  name: string
  label: string
  help?: string
  required: boolean
  /** What main fills in where the field is left out. */
  fallback?: unknown
  control: Control
  /** Of few runs: closed until it has a value. */
  rare?: boolean
}

type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  description?: string
  minimum?: number
  maximum?: number
  properties?: Record<string, Schema>
  required?: string[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  items?: Schema | false
  prefixItems?: Schema[]
}

const schema = z.toJSONSchema(runKinds, { io: 'input', unrepresentable: 'any' }) as Schema

/** Fields of a run of this kind, in the schema's order. */
export function formFields(kind: RunKind): readonly FormField[] {
  const own = schema.oneOf!.find(({ properties }) => properties?.kind?.const === kind)!
  return fieldsOf(own, 'kind')
}

const RARE = new Set(['start_from', 'continues'])

function fieldsOf({ properties = {}, required = [] }: Schema, without: string): FormField[] {
  return Object.entries(properties)
    .filter(([name]) => name !== without)
    .map(([name, property]) => ({
      name,
      label: labelOf(name),
      help: property.description ?? property.anyOf?.find(({ description }) => description)?.description,
      required: required.includes(name) && property.default === undefined,
      fallback: property.default,
      rare: RARE.has(name),
      control: controlFor(name, property, required.includes(name)),
    }))
}

/** A choice that may be left out, and then has no default, is none of its variants. */
function controlFor(name: string, property: Schema, required: boolean): Control {
  const control = controlOf(property)
  if (name === 'score') return withoutNetwork(control)
  const absent = control.is === 'variant' && !required && property.default === undefined
  return absent ? { ...control, absent: 'none' } : control
}

function controlOf(property: Schema): Control {
  const { oneOf, anyOf, type } = property
  if (oneOf) return variantOf(oneOf)
  if (property.enum) return { is: 'one of', options: property.enum.map((value) => ({ value, label: String(value) })) }
  const tuples = anyOf?.filter(({ prefixItems }) => prefixItems?.every((item) => item.const !== undefined))
  if (tuples?.length && tuples.length === anyOf?.length) {
    const values = tuples.map(({ prefixItems }) => prefixItems!.map((item) => item.const))
    return { is: 'one of', options: values.map((value) => ({ value, label: `[${value.join(', ')}]` })) }
  }
  // A number or a word, as in references to runs.
  if (anyOf) return { is: 'text' }
  if (type === 'object') return property.properties ? { is: 'object', fields: fieldsOf(property, '') } : { is: 'yaml' }
  if (type === 'boolean') return { is: 'flag' }
  if (type === 'number' || type === 'integer')
    return { is: 'number', whole: type === 'integer', low: property.minimum, high: property.maximum }
  if (type === 'array') {
    const inner = property.items || {}
    return { is: 'list', of: inner.type === 'number' || inner.type === 'integer' ? 'number' : 'text' }
  }
  return { is: 'text' }
}

/** A network has fields of its own beside the score, where it is named in short. */
const withoutNetwork = (control: Control): Control =>
  control.is === 'variant'
    ? { ...control, variants: control.variants.filter(({ name }) => name !== 'network'), absent: 'network' }
    : control

function variantOf(options: readonly Schema[]): Control {
  const by = Object.keys(options[0].properties ?? {}).find((name) =>
    options.every(({ properties }) => properties?.[name]?.const !== undefined),
  )!
  const variants = options.map((option) => ({
    name: String(option.properties![by].const),
    fields: fieldsOf(option, by),
  }))
  return { is: 'variant', by, variants }
}

const LABELS: Readonly<Record<string, string>> = {
  n: 'Number, n',
  base: 'Base channels',
  multipliers: 'Channel multipliers',
  blocks: 'Residual blocks a level',
  attention: 'Attention at sizes',
  inner: 'Steps per level, T',
  chunk: 'Batch of samples',
  initial: 'Initial weights',
  continues: 'Continues run',
  start: 'Start of sampling',
  start_from: 'Images of a corrupted start',
  convert_range: 'Convert the data range',
  clip_norm: 'Gradient clipping, norm',
  ema_decay: 'EMA decay',
  warm_up: 'Warm-up steps',
  per_class: 'Per class',
  data_range: 'Data range',
  confidence: 'Confidence of intervals',
  epochs: 'Epochs',
  eps: 'Step size, eps',
  eta: 'eta',
  rho: 'Exponent, rho',
  snr: 'Signal-to-noise ratio',
  ngf: 'Channels, ngf',
  s: 'Offset, s',
  flip: 'Mirror images',
}
/** `learning_rate` as `Learning rate`; symbols keep their own spelling. */
const labelOf = (name: string): string =>
  LABELS[name] ??
  (/^(s_|p_|beta_|eps_|sigma_)/.test(name) ? name : name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '))

/** Of a help that says what each choice is, `edm: ...; eps: ...`, what it says of the one that is chosen. */
export function helpOf(help: string | undefined, chosen: unknown): string | undefined {
  const parts = help?.split('; ') ?? []
  const own = parts.find((part) =>
    new RegExp(`^${String(chosen).replaceAll(/\W/g, '\\$&')}( \\([^)]*\\))?: `).test(part),
  )
  return parts.length > 3 && own ? own.slice(own.indexOf(': ') + 2) : help
}
