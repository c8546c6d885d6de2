/** A schedule as a command line hands it over: its fields, a list, a file or text of any program, or the name of a saved one. */
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import type { History } from '#history/history.ts'
import { foreignConfig } from '#theory/grids/foreign-config.ts'
import { readText } from './words.ts'
import { isFile, isWritten, writtenSchedule } from './written-schedule.ts'

type Config = Record<string, unknown>
export type Taken = { config: Config; notes: readonly string[] }

const FILE_FIELDS = ['version', 'name', 'parameters', 'parameterisation', 'data_range', 'order', 'terminal_zero', 'sigmas', 'hash'] // prettier-ignore

/**
 * `config` with a schedule that is a word, or `{from: WORD, levels: 20}`, taken for what it names. A file of a schedule that stands where
 * the configuration belongs (`anneal sample FILE.json`) is the schedule of the run.
 */
export function withScheduleTaken(config: Config, history: History): Taken {
  const foreign = foreignConfig(config)
  if (foreign) throw foreign
  if ('sigmas' in config && 'parameterisation' in config && !('schedule' in config)) {
    const [own, rest] = [true, false].map((of) =>
      Object.fromEntries(Object.entries(config).filter(([key]) => FILE_FIELDS.includes(key) === of)),
    )
    const { schedule, notes } = writtenSchedule(JSON.stringify(own), {}, 'the file')
    return { config: { ...rest, schedule }, notes }
  }
  const { schedule: given } = config
  const fields = typeof given === 'string' ? { from: given } : given
  if (typeof fields !== 'object' || fields === null || !('from' in fields)) return { config, notes: [] }
  const { from, ...answers } = fields as Config
  const { schedule, notes } = taken(String(from), answers, history)
  return { config: { ...config, schedule }, notes }
}

function taken(word: string, answers: Config, history: History): { schedule: unknown; notes: readonly string[] } {
  if (isFile(word)) return writtenSchedule(readText(word), answers, word)
  const saved = history.read.schedules()
  const found = saved.filter(({ name, id }) => name === word || id === word)
  if (found.length === 1) return { schedule: { ...history.read.schedule(found[0].id).spec, ...answers }, notes: [] }
  if (found.length > 1)
    throw new Refusal(
      `schedule: ${found.length} saved schedules are called ${word}. Name the one you mean by its id: ${found.map(({ id }) => id).join(', ')}.`,
      { field: 'schedule' },
    )
  if (isWritten(word)) return writtenSchedule(word, answers, word)
  const near = nearestName(word, saved.map(({ name }) => name)) // prettier-ignore
  const ways =
    'Give its fields, as schedule={family: karras, levels: 18, sigma_max: 20, sigma_min: 0.01, data_range: [0, 1]}, a file, a saved name or a list.'
  throw new Refusal(`schedule: there is no file and no saved schedule ${word}. ${near ? `${near} ` : ''}${ways}`, {
    field: 'schedule',
    code: 'not-found',
  })
}
