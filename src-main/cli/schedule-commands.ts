/** `schedule FAMILY key=value ...` and `doctor FILE`: sequences of noise levels, printed and judged. */
import type { Command } from 'commander'
import { toCamel } from '#contract/casing.ts'
import { parse, parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { doctorOptions } from '#contract/theory.ts'
import { diagnose } from '#theory/grids/doctor/doctor.ts'
import { readListAsWritten } from '#theory/grids/schedule-text.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { curveLists, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { addCommand } from './command.ts'
import { readText, readWords, splitWords } from './words.ts'

export function addScheduleCommands(program: Command): void {
  const help = 'noise levels of a family: geometric sigma_max=50 sigma_min=0.01 levels=10'
  addCommand(program, 'schedule', help, ({ words: [family, ...words], output }) => {
    const spec = parseSchedule({ family, ...readWords(words) })
    const stops = scheduleLevels(toCamel(spec))
    const sigmas = Float64Array.from(sigmasOf(stops))
    const curves = curveLists(stops)
    const lines = () =>
      curves.t
        ? stops.map(({ t, sigma, corruption }) => [t, sigma, corruption].join(' ')).join('\n')
        : Array.from(sigmas).join('\n')
    output.answer({ sigmas, ...curves }, lines)
  })
  const judge = 'what is wrong with a schedule, and the fix: FILE.json [sampler=heun] [dimension=784] ...'
  addCommand(program, 'doctor', judge, ({ words, output }) => {
    const { file, pairs } = splitWords(words)
    if (!file) throw new Refusal('Name the schedule file to judge.', { field: 'schedule' })
    const { sigmas, dataRange } = readListAsWritten(readText(file))
    const options = toCamel(parse(doctorOptions, readWords(pairs), 'Options'))
    const findings = diagnose({ sigmas, ...(dataRange ? { dataRange } : {}), ...options })
    output.answer({ findings }, () =>
      findings.length === 0
        ? 'Nothing found.'
        : findings.map(({ level, code, message, why }) => `${level} ${code}: ${message} ${why}`).join('\n'),
    )
  })
}
