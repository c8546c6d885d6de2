/** `schedule FAMILY key=value ...` and `doctor FILE`: sequences of noise levels, printed and judged. */
import type { Command } from 'commander'
import { toCamel } from '#contract/casing.ts'
import { parse, parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { doctorOptions } from '#contract/theory.ts'
import type { Schedule } from '#contract/schedule.ts'
import { readWrittenList } from '#theory/grids/bring/lists.ts'
import { diagnose } from '#theory/grids/doctor/doctor.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { curveLists, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { resolveLevels, type ScheduleSpec } from '#theory/grids/sequences.ts'
import { isTwoCurves } from '#theory/grids/two-curves.ts'
import { addCommand } from './command.ts'
import type { Output } from './output.ts'
import { listAndPairs, scheduleWords, textOf } from './schedule-words.ts'
import { readWords } from './words.ts'

function printCurves(spec: Schedule, output: Output): void {
  const stops = scheduleLevels(spec)
  const lines = () => stops.map(({ t, sigma, corruption }) => [t, sigma, corruption].join(' ')).join('\n')
  output.answer({ sigmas: Float64Array.from(sigmasOf(stops)), ...curveLists(stops) }, lines)
}

export function addScheduleCommands(program: Command): void {
  const help =
    'noise levels of a grid: geometric sigma_max=50 sigma_min=0.01 levels=10, or trailing table=scaled-linear levels=20'
  addCommand(program, 'schedule', help, ({ words: [family, ...words], output }) => {
    const spec = toCamel(parseSchedule(scheduleWords(family, words)))
    if (isTwoCurves(spec)) return printCurves(spec, output)
    const { standIn, ...levels } = resolveLevels(spec as ScheduleSpec)
    const answer = { ...levels, terminal_zero: true, ...(standIn && { stand_in: standIn }) }
    output.answer(answer, () => Array.from(levels.sigmas).join('\n'))
  })
  const judge =
    'what is wrong with a schedule, and the fix: FILE, a list such as "[14.6, 5, 0.03, 0]", or - for what is piped in [sampler=heun] [table=scaled-linear] ...'
  addCommand(program, 'doctor', judge, ({ words, output }) => {
    const { given, pairs } = listAndPairs(words)
    if (given === undefined)
      throw new Refusal('Name the schedule file to judge, or give a list.', { field: 'schedule' })
    const { sigmas, dataRange } = readWrittenList(textOf(given))
    const options = toCamel(parse(doctorOptions, readWords(pairs), 'Options'))
    const findings = diagnose({ sigmas, ...(dataRange ? { dataRange } : {}), ...options })
    output.answer({ findings }, () =>
      findings.length === 0
        ? 'Nothing found.'
        : findings.map(({ level, code, message, why }) => `${level} ${code}: ${message} ${why}`).join('\n'),
    )
  })
}
