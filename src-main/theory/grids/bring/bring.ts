/** A grid from whatever it was copied as: a scheduler's configuration, settings, a list, or a schedule of this program. */
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { readSchedule } from '../schedule-text.ts'
import { checkedList } from '../checked-levels.ts'
import { sigmaSequence, type ScheduleSpec } from '../sequences.ts'
import type { Brought } from './brought.ts'
import { fromDiffusers } from './diffusers.ts'
import { readWrittenList } from './lists.ts'
import { fromA1111, fromEdm, isA1111, isEdm } from './settings.ts'

export function bring(text: string): Brought {
  const trimmed = text.trim()
  if (trimmed === '') throw new Refusal('There is nothing to read.', { field: 'schedule' })
  if (trimmed.startsWith('{')) return fromJson(trimmed)
  if (isEdm(trimmed)) return fromEdm(trimmed)
  if (isA1111(trimmed)) return fromA1111(trimmed)
  return fromList(trimmed)
}

function fromJson(text: string): Brought {
  let object: Record<string, unknown>
  try {
    object = JSON.parse(asPythonWrites(text)) as Record<string, unknown>
  } catch (cause) {
    throw new Refusal(`This is no JSON: ${(cause as Error).message}.`, { field: 'schedule', code: 'damaged', cause })
  }
  if (typeof object._class_name === 'string') return fromDiffusers(object)
  if (object.version !== undefined) {
    return fromFile(text)
  }
  if (Array.isArray(object.sigmas)) return fromList(text)
  throw new Refusal(
    'This JSON is neither a scheduler_config.json of diffusers (it has no _class_name) nor a schedule (it has no sigmas).',
    { field: 'schedule', code: 'unsupported' },
  )
}

/** A schedule file: its family and parameters where they give the list that it holds, bit for bit, else the list. */
function fromFile(text: string): Brought {
  const { name, sigmas, dataRange, parameters } = readSchedule(text)
  const what = name || 'A schedule file'
  const list = { family: 'list', sigmas: [...sigmas], data_range: dataRange }
  const isNamed = true
  if (!parameters) return { what, isNamed, spec: list, asked: [], notes: [] }
  const made = levelsOf(parameters)
  if (made && made.length === sigmas.length && made.every((sigma, i) => sigma === sigmas[i]))
    return { what, isNamed, spec: { ...parameters, data_range: dataRange }, asked: [], notes: [] }
  const family = String(parameters.family ?? 'its parameters')
  const note = `The list in the file is not what ${family} gives with its parameters; the list is taken, without them.`
  return { what, isNamed, spec: list, asked: [], notes: [note] }
}

/** Null where the parameters are of no family that is known here. */
function levelsOf(parameters: object): Float64Array | null {
  try {
    return sigmaSequence(toCamel(parseSchedule(parameters)) as ScheduleSpec)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Python writes -Infinity and NaN into JSON, as diffusers does for lambda_min_clipped; nothing of a grid hangs on them. */
const asPythonWrites = (text: string) => text.replace(/([:,[]\s*)(?:-?Infinity|NaN)(?=\s*[,\]}])/g, '$1null')

/** A rising list is turned round and a last 0 left out; both are said. */
function fromList(text: string): Brought {
  const { sigmas: given } = readWrittenList(text)
  const rising = given.length > 1 && given[0] < given[given.length - 1]
  const falling = rising ? given.toReversed() : given
  const ends = falling.length > 1 && falling[falling.length - 1] === 0
  const sigmas = checkedList(ends ? falling.subarray(0, -1) : falling)
  const said = [rising && 'turned round, largest first', ends && 'the final 0 is left to the sampler'].filter(Boolean)
  return {
    what: 'A list',
    spec: { family: 'list', sigmas: [...sigmas] },
    asked: [],
    notes: [`${sigmas.length} levels, ${sigmas.length} steps${said.length ? `: ${said.join('; ')}` : ''}.`],
  }
}
