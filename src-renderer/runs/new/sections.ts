/** The form in sections by use, and which fields apply to what is written so far. Pure. */
import { LAW_2D_DEFAULTS } from '#axes/scores/planar-laws.ts'
import type { RunKind } from '#contract/run-config.ts'
import type { FormField } from './form-fields.ts'
import type { Path } from './run-draft.svelte.ts'

export type Section = {
  title: string
  fields: readonly string[]
  /** Of few runs: closed until one of its fields has a value. */
  rare?: boolean
}

const RUN: Section = { title: 'Run', fields: ['name', 'seed', 'tags'] }
const MORE = (...fields: string[]): Section => ({ title: 'More', fields, rare: true })

export const SECTIONS: { readonly [K in RunKind]: readonly Section[] } = {
  train: [
    RUN,
    { title: 'Data', fields: ['dataset'] },
    { title: 'Network', fields: ['network'] },
    { title: 'Objective and noise', fields: ['objective'] },
    { title: 'Training', fields: ['training'] },
    MORE('initial', 'continues', 'corruption', 'schedule', 'execution'),
  ],
  'train-classifier': [
    RUN,
    { title: 'Data', fields: ['dataset'] },
    { title: 'Training', fields: ['epochs', 'batch_size', 'learning_rate'] },
  ],
  sample: [
    RUN,
    { title: 'Score', fields: ['score', 'network', 'weights'] },
    { title: 'Noise schedule', fields: ['schedule'] },
    { title: 'Sampler', fields: ['sampler'] },
    { title: 'Samples', fields: ['n', 'start', 'start_mean', 'start_std', 'start_from'] },
    MORE('corruption', 'convert_range', 'chunk', 'execution'),
  ],
  evaluate: [
    RUN,
    { title: 'Samples', fields: ['samples', 'n'] },
    { title: 'Reference', fields: ['reference'] },
    { title: 'Features and intervals', fields: ['classifier', 'features', 'resize', 'confidence'] },
  ],
  compare: [RUN, { title: 'Samplings', fields: ['runs'] }],
}

type Tree = { readonly [key: string]: unknown }
const isLaw = ({ name }: Tree) => typeof name === 'string' && Object.hasOwn(LAW_2D_DEFAULTS, name)
const isTexture = ({ name }: Tree) => name === 'texture'
const DATASETS = ['dataset', 'reference', 'start_from']

/** By the last names of a field's path: whether it does anything beside the values of its own object, or of the whole. */
const OF_DATASET: Readonly<Record<string, (dataset: Tree) => boolean>> = {
  n: (dataset) => isLaw(dataset) || isTexture(dataset),
  seed: (dataset) => isLaw(dataset) || isTexture(dataset),
  size: isTexture,
  channels: isTexture,
  split: (dataset) => !isLaw(dataset) && !isTexture(dataset),
  path: (dataset) => !isLaw(dataset),
}
const OF_RUN: Readonly<Record<string, (run: Tree) => boolean>> = {
  network: ({ score }) => score === undefined,
  weights: ({ score }) => score === undefined,
  start_mean: ({ start = 'normal' }) => start === 'normal',
  start_std: ({ start = 'normal' }) => start === 'normal',
  start_from: ({ start }) => start === 'corrupted',
  schedule: ({ kind, corruption }) => kind !== 'train' || corruption !== undefined,
  resize: ({ features }) => features === 'inception',
  'objective.projection': ({ objective }) => (objective as Tree | undefined)?.name === 'ssm',
  'objective.weight': ({ objective }) => ['soft', 'residual'].includes((objective as Tree | undefined)?.name as string),
  'objective.noise': ({ kind, corruption, schedule }) =>
    kind !== 'train' || corruption === undefined || schedule === undefined,
  'sampler.s_tmin': churns,
  'sampler.s_tmax': churns,
  'sampler.s_noise': churns,
}
function churns({ sampler }: Tree): boolean {
  return Number((sampler as Tree | undefined)?.s_churn ?? 0) > 0
}

/** Whether a field does anything in this run. One that has a value is shown whatever it does, so that it can be taken out. */
export function applies(path: Path, run: Tree): boolean {
  const at = (keys: Path): unknown =>
    keys.reduce<unknown>((value, key) => (value as Tree | null | undefined)?.[key as string], run)
  if (at(path) !== undefined) return true
  const [of, name] = [path.slice(0, -1), String(path.at(-1))]
  if (DATASETS.includes(String(of.at(-1))) && Object.hasOwn(OF_DATASET, name)) {
    const dataset = (at(of) ?? {}) as Tree
    return OF_DATASET[name]({ name: 'mnist', ...dataset })
  }
  const dotted = path.join('.')
  return !Object.hasOwn(OF_RUN, dotted) || OF_RUN[dotted](run)
}

/** Each section with its fields that apply; what no section names is among the last. */
export function sectionsOf(
  kind: RunKind,
  fields: readonly FormField[],
  run: Tree,
): (Omit<Section, 'fields'> & { fields: FormField[] })[] {
  const sections = SECTIONS[kind]
  const named = new Set(sections.flatMap(({ fields: names }) => names))
  const rest = fields.filter(({ name }) => !named.has(name))
  return sections.flatMap(({ title, rare, fields: names }, i) => {
    const own = names.flatMap((name) => fields.find((field) => field.name === name) ?? [])
    const shown = [...own, ...(i === sections.length - 1 ? rest : [])].filter(({ name }) => applies([name], run))
    return shown.length > 0 ? [{ title, rare, fields: shown }] : []
  })
}
