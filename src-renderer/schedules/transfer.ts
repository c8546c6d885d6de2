/** Schedules as text that other programs and people exchange. Every sigma comes back bit for bit. Pure. */
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { DataRange, Schedule } from '#contract/schedule.ts'
import { bring } from '#theory/grids/bring/bring.ts'
import { answered, type Asked, type Brought } from '#theory/grids/bring/brought.ts'
import { isTwoCurves } from '#theory/grids/two-curves.ts'
import { printSigmas, writeSchedule, type ScheduleFile } from '#theory/grids/schedule-text.ts'
import { snippetFor, unitsFactor, type SnippetProgram } from '#theory/grids/take/snippets.ts'
import { describeShape, sequenceOf, specOf, tableOfShape, type Draft, type Shape } from '../shape/draft.ts'
import { shapeOf } from '../shape/shape-of.ts'

export const EXPORT_FORMATS = [
  { value: 'json', label: 'Schedule file (JSON)' },
  { value: 'list', label: '[a, b, …]' },
  { value: 'lines', label: 'One per line' },
] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]['value']

/** Two curves are two lists: no program but this one takes them, and no single list holds both. */
export const formatsOf = ({ shape }: Pick<Draft, 'shape'>) =>
  shape.kind === 'curves' ? EXPORT_FORMATS.slice(0, 1) : [...EXPORT_FORMATS, ...SNIPPET_FORMATS]

/** `terminalZero`: ends with the 0 that samplers of the probability-flow ODE step to. */
export function exportText({ name, shape, dataRange }: Draft, format: ExportFormat, terminalZero: boolean): string {
  const { sigmas } = levelsOf(shape)
  if (shape.kind === 'curves') {
    if (format === 'json') return `${JSON.stringify(specOf({ name, shape, dataRange }), null, 2)}\n`
    throw new Refusal('Noise and corruption are two lists: take the schedule file, which holds both.', {
      field: 'format',
    })
  }
  if (format === 'list') return printSigmas(terminalZero ? [...sigmas, 0] : sigmas)
  if (format === 'lines') return [...sigmas, ...(terminalZero ? [0] : [])].join('\n') + '\n'
  const { name: _name, data_range: _range, ...spec } = specOf({ name, shape, dataRange })
  const parameters = shape.kind === 'list' ? null : (spec as ScheduleFile['parameters'])
  return writeSchedule({ name, parameters, sigmas: Float64Array.from(sigmas), terminalZero, dataRange })
}

/** As the program that a grid came from takes it; null where that has neither the grid nor a list. */
export const SNIPPET_FORMATS: readonly { value: SnippetProgram; label: string }[] = [
  { value: 'diffusers', label: 'diffusers' },
  { value: 'k-diffusion', label: 'k-diffusion' },
  { value: 'comfyui', label: 'ComfyUI' },
  { value: 'a1111', label: 'A1111' },
]
export function snippetText(draft: Draft, program: SnippetProgram): string | null {
  levelsOf(draft.shape)
  const table = tableOfShape(draft.shape)
  const schedule = { ...(toCamel(specOf(draft)) as Schedule), ...(table && { table }) } as Schedule
  return snippetFor(program, schedule, { name: draft.name })
}
/** Whether a program of data in [-1, 1] takes twice the sigmas of a draft. */
export const isDoubled = ({ dataRange, shape }: Draft): boolean =>
  unitsFactor({ dataRange, table: tableOfShape(shape) ?? undefined }) !== 1

export type Imported = {
  name: string
  shape: Shape
  dataRange?: DataRange
  note: string
  asked: readonly Asked[]
}

/** A schedule of two curves as it is exported, if the text is one. */
function curvesIn(text: string): Imported | null {
  if (!text.trimStart().startsWith('{') || !/"family"/.test(text)) return null
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return null
  }
  if (!isTwoCurves(given as { family: string })) return null
  const spec = parseSchedule(given)
  const shape = shapeOf(spec)
  const { sigmas } = levelsOf(shape)
  const note = `${counts(sigmas.length)}, ${describeShape(shape)}.`
  return {
    name: spec.name ?? spec.family,
    shape,
    ...(spec.data_range && { dataRange: spec.data_range }),
    note,
    asked: [],
  }
}

/** What a text is, with `answers` for what it does not say; those asked for begin with the example that is given with them. */
export function importText(text: string, answers: Readonly<Record<string, unknown>> = {}): Imported {
  const curves = curvesIn(text)
  if (curves) return curves
  const brought = bring(text)
  const examples = Object.fromEntries(brought.asked.map(({ field, example }) => [field, example]))
  const { data_range: range, ...spec } = answered(brought, { ...examples, ...answers })
  const known = range === undefined || ((range[0] === 0 || range[0] === -1) && range[1] === 1)
  if (!known)
    throw new Refusal(`Data in [${range.join(', ')}] is not known here; rescale the levels to [0, 1] or [-1, 1].`, {
      field: 'data_range',
    })
  const shape = shapeOf(parseSchedule(spec))
  const { sigmas } = levelsOf(shape)
  const counted = shape.kind === 'list' ? [] : [`${counts(sigmas.length)}, ${describeShape(shape)}.`]
  return {
    name: nameOf(brought, shape),
    shape,
    ...(range && { dataRange: range[0] === 0 ? [0, 1] : [-1, 1] }),
    ...(!range && tableOfShape(shape) && { dataRange: [-1, 1] }),
    note: [...counted, ...brought.notes].join(' ') || `${counts(sigmas.length)} of “${brought.what}”.`,
    asked: brought.asked,
  }
}

/** The levels of a shape, or why it has none. */
function levelsOf(shape: Shape) {
  const sequence = sequenceOf(shape)
  if (!sequence.ok) throw new Refusal(sequence.message, { field: sequence.field })
  return sequence
}

const counts = (n: number) => `${n} ${n === 1 ? 'level, 1 step' : `levels, ${n} steps`}`
/** A schedule file has a name of its own; what another program wrote is called by its family. */
function nameOf({ what, isNamed }: Brought, shape: Shape): string {
  if (isNamed) return what
  if (shape.kind === 'list') return what === 'A list' ? 'pasted' : what
  return shape.kind === 'family' ? shape.family : what
}
