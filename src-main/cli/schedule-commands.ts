/** `schedule FAMILY key=value ...` and `doctor`: sequences of noise levels, printed and judged. */
import type { Command } from 'commander'
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { addCommand } from './command.ts'
import { readWords } from './words.ts'

export function addScheduleCommands(program: Command): void {
  addCommand(
    program,
    'schedule',
    'noise levels of a family: geometric sigma_max=50 sigma_min=0.01 levels=10',
    ({ words: [family, ...words], output }) => {
      const spec = parseSchedule({ family, ...readWords(words) })
      const sigmas = sigmaSequence(toCamel(spec))
      output.answer({ sigmas }, () => Array.from(sigmas).join('\n'))
    },
  )
}
