/** `schedule FAMILY key=value ...` and `doctor FILE`: sequences of noise levels, printed and judged. */
import type { Command } from 'commander'
import { toCamel } from '#contract/casing.ts'
import { parse, parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { doctorOptions } from '#contract/theory.ts'
import type { Schedule } from '#contract/schedule.ts'
import { readWrittenList } from '#theory/grids/bring/lists.ts'
import { diagnoseCurves, writtenCurves } from '#theory/grids/doctor/curve-checks.ts'
import { diagnose } from '#theory/grids/doctor/doctor.ts'
import type { Finding, Patient } from '#theory/grids/doctor/findings.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { curveLists, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { resolveLevels, type ScheduleSpec } from '#theory/grids/sequences.ts'
import { isTwoCurves } from '#theory/grids/two-curves.ts'
import { addCommand } from './command.ts'
import type { Output } from './output.ts'
import { listAndPairs, scheduleWords } from './schedule-words.ts'
import { readWords } from './words.ts'
import { textOf, writtenSchedule } from './written-schedule.ts'

/** `from FILE|TEXT levels=20`: what another program wrote, with answers for what it does not say. */
async function broughtWords(words: readonly string[], output: Output): Promise<object> {
  const { given, pairs } = listAndPairs(words)
  if (given === undefined)
    throw new Refusal(
      'Name what to read: a scheduler_config.json, settings as text, a list, or - for what is piped in.',
      { field: 'schedule' },
    )
  const text = await textOf(given)
  const { family, ...answers } = scheduleWords(undefined, pairs)
  const { what, schedule, notes } = writtenSchedule(text, { ...answers, ...(family !== undefined && { family }) })
  for (const note of notes) output.note(note)
  output.note(`${what}: ${schedule.family}`)
  return schedule
}

function printCurves(spec: Schedule, output: Output): void {
  const stops = scheduleLevels(spec)
  const lines = () => stops.map(({ t, sigma, corruption }) => [t, sigma, corruption].join(' ')).join('\n')
  output.answer({ sigmas: Float64Array.from(sigmasOf(stops)), ...curveLists(stops) }, lines)
}

function ofList(text: string, options: Partial<Patient> & Pick<Patient, 'sampler'>): Finding[] {
  const { sigmas, dataRange } = readWrittenList(text)
  return diagnose({ sigmas, ...(dataRange ? { dataRange } : {}), ...options })
}

export function addScheduleCommands(program: Command): void {
  const help =
    'noise levels of a grid: geometric sigma_max=50 sigma_min=0.01 levels=10, trailing table=scaled-linear levels=20, or from FILE|TEXT of another program'
  addCommand(program, 'schedule', help, async ({ words: [family, ...words], output }) => {
    const given = family === 'from' ? await broughtWords(words, output) : scheduleWords(family, words)
    const spec = toCamel(parseSchedule(given))
    if (isTwoCurves(spec)) return printCurves(spec, output)
    const { standIn, ...levels } = resolveLevels(spec as ScheduleSpec)
    const answer = { ...levels, terminal_zero: true, ...(standIn && { stand_in: standIn }) }
    output.answer(answer, () => Array.from(levels.sigmas).join('\n'))
  })
  const judge =
    'what is wrong with a schedule, and the fix: FILE, a list such as "[14.6, 5, 0.03, 0]", or - for what is piped in [sampler=heun] [table=scaled-linear] ...'
  addCommand(program, 'doctor', judge, async ({ words, output }) => {
    const { given, pairs } = listAndPairs(words)
    if (given === undefined)
      throw new Refusal('Name the schedule file to judge, or give a list.', { field: 'schedule' })
    const text = await textOf(given)
    const options = toCamel(parse(doctorOptions, readWords(pairs), 'Options'))
    const curves = writtenCurves(text)
    const findings = curves
      ? diagnoseCurves(curves.stops, options.dataRange ?? curves.dataRange)
      : ofList(text, options)
    output.answer({ findings }, () =>
      findings.length === 0
        ? 'Nothing found.'
        : findings.map(({ level, code, message, why }) => `${level} ${code}: ${message} ${why}`).join('\n'),
    )
  })
}
