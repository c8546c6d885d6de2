/** A sweep file: named steps, each a run's configuration, and what varies in them. Read strictly, whatever is wrong named by its field. */
import { z } from 'zod'
import { nearestName } from './nearest-name.ts'
import { parse } from './parse.ts'
import { Refusal } from './refusal.ts'
import type { RunKind } from './run-config.ts'
import { readFactors, type Axis, type Json, type Tree } from './sweep-factors.ts'

/** Kinds of run that a step can be, each with the fields that may refer to a run, and the kind of that run. */
export const STEP_KINDS = {
  train: { initial: 'train', continues: 'train' },
  'train-classifier': {},
  sample: { network: 'train', 'score.network': 'train' },
  evaluate: { samples: 'sample', classifier: 'train-classifier' },
} as const satisfies Partial<Record<RunKind, Readonly<Record<string, RunKind>>>>
export type StepKind = keyof typeof STEP_KINDS

/** Fields of a run's configuration, whatever its kind, that may name data. */
export const DATA_FIELDS = ['dataset', 'reference', 'score.dataset', 'start_from'] as const

export type SweepStep = {
  name: string
  kind: StepKind
  /** As written, `@step` and all, without what varies. */
  config: Tree
  /** By the field that refers (`samples`, `score.network`), the step whose run is meant. */
  references: Readonly<Record<string, string>>
  /** Places in `axes` of what reaches the step: its own factors and those of the steps it refers to, in the order of the file. */
  reach: readonly number[]
}

/** Steps stand so that each comes after those that it refers to. */
export type Sweep = { name: string; steps: readonly SweepStep[]; axes: readonly Axis[] }

const STEP_NAME = /^[A-Za-z][\w-]{0,39}$/

export const sweepFile = z.strictObject({
  kind: z.literal('sweep'),
  name: z.string().trim().min(1).max(120).describe('Shown in lists; its folder carries it too'),
  steps: z.record(z.string(), z.looseObject({ kind: z.enum(Object.keys(STEP_KINDS) as [StepKind]) })),
  vary: z.record(z.string(), z.unknown()).default({}),
})
export type SweepInput = z.input<typeof sweepFile>

export const EXAMPLE_SWEEP: SweepInput = {
  kind: 'sweep',
  name: 'sigma_1 of a geometric sequence',
  steps: {
    draw: {
      kind: 'sample',
      schedule: { family: 'geometric', levels: 40, sigma_max: 1, sigma_min: 0.01, data_range: [0, 1] },
      sampler: { name: 'langevin', inner: 3, eps: 2e-5 },
      start: 'uniform',
      n: 300,
    },
    judge: { kind: 'evaluate', samples: '@draw' },
  },
  vary: { 'draw.schedule.sigma_max': [1, 2, 5, 20, 50], 'draw.seed': [0, 1] },
}

/** Refuses all that can be told from the file alone; the configurations themselves are judged where they are expanded. */
export function parseSweep(input: unknown): Sweep {
  const { name, steps: written, vary } = parse(sweepFile, input, 'Sweep')
  const names = Object.keys(written)
  if (names.length === 0) throw new Refusal('steps is empty: name at least one run to start.', { field: 'steps' })
  for (const step of names) {
    if (STEP_NAME.test(step)) continue
    const message = `steps.${step}: a step is named by a letter, then letters, digits, - or _, 40 at most.`
    throw new Refusal(message, { field: `steps.${step}` })
  }
  const axes = readFactors(vary, names)
  const steps = names.map((step) => {
    const config = written[step] as unknown as Tree & { kind: StepKind }
    return { name: step, kind: config.kind, config, references: referencesOf(step, config, written) }
  })
  const reach = new Map<string, readonly number[]>()
  const ordered = inOrder(steps)
  for (const step of ordered) {
    const own = axes.flatMap(({ factors }, i) => (factors.some((factor) => factor.step === step.name) ? [i] : []))
    const referred = Object.values(step.references).flatMap((other) => reach.get(other)!)
    reach.set(
      step.name,
      [...new Set([...own, ...referred])].toSorted((a, b) => a - b),
    )
  }
  return { name, axes, steps: ordered.map((step) => ({ ...step, reach: reach.get(step.name)! })) }
}

/** The `@step` of each field that may refer to a run; refuses one anywhere else, and one to a step that is not there or does other work. */
function referencesOf(
  step: string,
  config: Tree & { kind: StepKind },
  steps: Readonly<Record<string, { kind: StepKind }>>,
): Record<string, string> {
  const allowed: Readonly<Record<string, RunKind>> = STEP_KINDS[config.kind]
  const found: Record<string, string> = {}
  for (const [path, text] of referringStrings(config)) {
    const field = `steps.${step}.${path}`
    if (!Object.hasOwn(allowed, path)) {
      const fields = Object.keys(allowed).join(' or ')
      const remedy = fields ? `a step of kind ${config.kind} refers to others in ${fields}` : 'it refers to none'
      throw new Refusal(`${field}: ${text} would be a run, and none belongs here; ${remedy}.`, { field })
    }
    const other = text.slice(1)
    if (!Object.hasOwn(steps, other)) {
      const message = `${field}: ${text} refers to no step of this sweep. ${nearestName(other, Object.keys(steps))}`
      throw new Refusal(message, { field })
    }
    if (steps[other].kind !== allowed[path]) {
      const message = `${field}: ${text} is a step of kind ${steps[other].kind}; one of kind ${allowed[path]} belongs here.`
      throw new Refusal(message, { field })
    }
    found[path] = other
  }
  return found
}

function referringStrings(value: Json, path: readonly string[] = []): [path: string, text: string][] {
  if (typeof value === 'string') return value.startsWith('@') ? [[path.join('.'), value]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => referringStrings(item as Json, [...path, key]))
}

/** Steps so that each stands after those it refers to, else as in the file. */
function inOrder<S extends { name: string; references: Readonly<Record<string, string>> }>(steps: readonly S[]): S[] {
  const ordered: S[] = []
  const visit = (step: S, below: readonly string[]): void => {
    if (ordered.includes(step)) return
    const again = below.indexOf(step.name)
    if (again >= 0) {
      const circle = [...below.slice(again), step.name].join(' -> ')
      const message = `steps.${step.name}: the steps refer to one another in a circle (${circle}), so that none can be first; let one of them name a run instead.`
      throw new Refusal(message, { field: `steps.${step.name}` })
    }
    for (const other of Object.values(step.references))
      visit(
        steps.find(({ name }) => name === other)!,
        [...below, step.name],
      )
    ordered.push(step)
  }
  for (const step of steps) visit(step, [])
  return ordered
}
