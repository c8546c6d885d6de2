/** Schedules as text: a pasted list, and the versioned JSON file that gives back every sigma bit for bit. */

import { Refusal } from '#contract/refusal.ts'
import { MAX_LEVELS } from './checked-levels.ts'
import { sigmaSequence } from './sequences.ts'
import { sigmaOfAlphaBar, sigmaOfLogSnr, type DataRange } from './units.ts'

const MAX_CHARACTERS = 32 * MAX_LEVELS
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const GAP = /[\s,;]*/y

/**
 * Numbers of a pasted list: `[50, 20, 0.01]`, or separated by commas, semicolons, spaces or lines. Refuses, with line and
 * column, whatever is no number. Makes no judgement about order: a doctor may have to read it.
 */
export function parseSigmas(text: string): Float64Array {
  if (text.length > MAX_CHARACTERS)
    throw new Refusal(`The list has ${text.length} characters; at most ${MAX_CHARACTERS} are read.`, {
      field: 'sigmas',
    })
  const open = /^\s*\[/.exec(text)?.[0].length ?? 0
  const end = open > 0 ? text.lastIndexOf(']') : text.length
  if (end < 0) throw unreadable(text, text.length, 'the closing bracket is missing')
  const rest = text.slice(end + 1).search(/\S/)
  if (rest >= 0) throw unreadable(text, end + 1 + rest, 'something follows the closing bracket')

  const sigmas: number[] = []
  let at = skip(text, open)
  while (at < end) {
    NUMBER.lastIndex = at
    const written = NUMBER.exec(text)?.[0]
    if (!written) throw unreadable(text, at, 'expected a number')
    const next = skip(text, at + written.length)
    if (next === at + written.length && next < end)
      throw unreadable(text, next, 'expected a comma, a space or a new line')
    const value = Number(written)
    if (!Number.isFinite(value)) throw unreadable(text, at, `${written} is too large`)
    if (sigmas.push(value) > MAX_LEVELS)
      throw new Refusal(`The list has more than ${MAX_LEVELS} numbers.`, { field: 'sigmas' })
    at = next
  }
  if (sigmas.length === 0) throw new Refusal('The list holds no number.', { field: 'sigmas' })
  return Float64Array.from(sigmas)
}

function skip(text: string, at: number): number {
  GAP.lastIndex = at
  GAP.exec(text)
  return GAP.lastIndex
}

function unreadable(text: string, at: number, what: string): Refusal {
  const before = text.slice(0, at).split('\n')
  const found = at < text.length ? ` at "${text.slice(at, at + 12)}"` : ''
  return new Refusal(`Line ${before.length}, column ${before.at(-1)!.length + 1}: ${what}${found}.`, {
    field: 'sigmas',
  })
}

/** `[50, 20, 0.01]`, each number as the shortest text that reads back to the same float64. */
export const printSigmas = (sigmas: ArrayLike<number>) => `[${Array.from(sigmas, String).join(', ')}]`

/** What a schedule file says. In memory sigmas fall and carry no trailing 0; the file's own order is stated in it. */
export type ScheduleFile = {
  name: string
  /** Family and parameters that made the list, as users write them; null for a list that was pasted or moved by hand. */
  parameters: { readonly [name: string]: string | number | boolean | object } | null
  sigmas: Float64Array
  /** Whether a sampler appends sigma = 0 (the file then lists it). */
  terminalZero: boolean
  dataRange: DataRange
}

export const SCHEDULE_FILE_VERSION = 1

/** What a file may list: sigma itself (which this program writes), or another notation of the same level. */
const NOTATIONS = {
  sigma: (value: number) => value,
  'alpha-bar': sigmaOfAlphaBar,
  'log-snr': sigmaOfLogSnr,
} as const

/** The JSON text of a schedule: falling order; a terminal 0 is written out. `readSchedule` gives the same bits back. */
export function writeSchedule(schedule: ScheduleFile): string {
  const levels = Array.from(sigmaSequence({ family: 'list', sigmas: schedule.sigmas }))
  return `${JSON.stringify(
    {
      version: SCHEDULE_FILE_VERSION,
      name: schedule.name,
      parameters: schedule.parameters,
      parameterisation: 'sigma',
      data_range: schedule.dataRange,
      order: 'falling',
      terminal_zero: schedule.terminalZero,
      sigmas: schedule.terminalZero ? [...levels, 0] : levels,
    },
    null,
    2,
  )}\n`
}

/** What the file states, unjudged, noisiest level first; both readers start here. */
function readFile(text: string): { file: Record<string, unknown>; terminalZero: boolean; falling: Float64Array } {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (cause) {
    throw new Refusal(`This is no JSON: ${(cause as Error).message}.`, { field: 'schedule', code: 'damaged', cause })
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file))
    throw new Refusal('A schedule file is one JSON object; a bare list can be pasted into the editor.', {
      field: 'schedule',
    })
  const fields = file as Record<string, unknown>
  const known = [
    'version',
    'name',
    'parameters',
    'parameterisation',
    'data_range',
    'order',
    'terminal_zero',
    'sigmas',
    'hash',
  ]
  const unknown = Object.keys(fields).find((key) => !known.includes(key))
  if (unknown)
    throw new Refusal(`A schedule file has no field "${unknown}"; it has ${known.join(', ')}.`, { field: unknown })
  if (fields.version !== SCHEDULE_FILE_VERSION)
    throw new Refusal(
      `This file has version ${String(fields.version)}; this program reads version ${SCHEDULE_FILE_VERSION}.`,
      {
        field: 'version',
        code: 'unsupported',
      },
    )
  const order = oneOf(fields.order, ['falling', 'rising'] as const, 'order')
  if (typeof fields.terminal_zero !== 'boolean')
    throw new Refusal('terminal_zero must be true or false.', { field: 'terminal_zero' })
  const list = fields.sigmas
  if (!Array.isArray(list) || !list.every((value) => typeof value === 'number'))
    throw new Refusal('sigmas must be a list of numbers.', { field: 'sigmas' })
  if (list.length > MAX_LEVELS + 1) throw new Refusal(`sigmas has more than ${MAX_LEVELS} levels.`, { field: 'sigmas' })
  const notation =
    NOTATIONS[oneOf(fields.parameterisation, ['sigma', 'alpha-bar', 'log-snr'] as const, 'parameterisation')]
  const sigmas = Float64Array.from(list, notation)
  return {
    file: fields,
    terminalZero: fields.terminal_zero,
    falling: order === 'rising' ? sigmas.toReversed() : sigmas,
  }
}

/** A schedule from its JSON text, rising or falling, with or without the 0, by what the file states; refused if it contradicts itself. */
export function readSchedule(text: string): ScheduleFile {
  const { file, terminalZero, falling } = readFile(text)
  const endsInZero = falling.length > 0 && falling[falling.length - 1] === 0
  if (endsInZero && !terminalZero)
    throw new Refusal('The list contains 0 although terminal_zero is false; set it to true or leave the 0 out.', {
      field: 'terminal_zero',
    })
  const parameters = file.parameters ?? null
  if (parameters !== null && (typeof parameters !== 'object' || Array.isArray(parameters)))
    throw new Refusal('parameters must be an object of names and values, or null.', { field: 'parameters' })
  const bad = Object.entries(parameters ?? {}).find(
    ([name, value]) =>
      !['string', 'number', 'boolean'].includes(typeof value) &&
      !(name === 'table' && isPlainObject(value)) &&
      !(name === 'knots' && Array.isArray(value)),
  )
  if (bad) throw new Refusal(`The parameter ${bad[0]} must be a number or a text.`, { field: 'parameters' })
  if (typeof file.name !== 'string' || file.name.length > 200)
    throw new Refusal('name must be a text of at most 200 characters.', { field: 'name' })
  return {
    name: file.name,
    parameters: parameters as ScheduleFile['parameters'],
    sigmas: sigmaSequence({ family: 'list', sigmas: endsInZero ? falling.subarray(0, -1) : falling }),
    terminalZero,
    dataRange: dataRange(file.data_range),
  }
}

/** The list of a schedule file as it stands, 0 and disorder included, for the doctor. */
export function readListAsWritten(text: string): { sigmas: Float64Array; dataRange: DataRange | null } {
  const { file, falling } = readFile(text)
  return { sigmas: falling, dataRange: file.data_range === undefined ? null : dataRange(file.data_range) }
}

const isPlainObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

function dataRange(value: unknown): DataRange {
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1])
    return [value[0], value[1]]
  throw new Refusal('data_range must be [low, high] with low < high, [0, 1] or [-1, 1] as a rule.', {
    field: 'data_range',
  })
}

function oneOf<const T extends string>(value: unknown, names: readonly T[], field: string): T {
  const found = names.find((name) => name === value)
  if (!found) throw new Refusal(`${field} must be ${names.join(' or ')}; got ${String(value)}.`, { field })
  return found
}
