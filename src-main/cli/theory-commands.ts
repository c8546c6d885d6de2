/** `theory ...`, `optimise`: closed-form answers about processes, schemes and laws. No backend, no database. */
import type { Command } from 'commander'
import { callerPath } from '#files/caller-path.ts'
import { addCommand, type Invocation } from './command.ts'
import { readSpectrumFile } from './spectrum-file.ts'
import { addLeagueCommand } from './league-command.ts'
import { addBlurPathCommand } from './blur-path-command.ts'
import { addTableCommand } from './table-command.ts'
import { optimisedGrid, THEORY_ANSWERS } from './theory-answers.ts'
import { readWords } from './words.ts'

export function addTheoryCommands(program: Command): void {
  const theory = program.command('theory').description('closed-form answers: errors, limits, orders').exitOverride()
  for (const [name, { help, run }] of Object.entries(THEORY_ANSWERS)) {
    addCommand(theory, name, help, ({ words, output }) => {
      const result = run(withSpectrum(readWords(words)))
      output.answer(result, () => lines(result))
    })
  }
  addTableCommand(theory)
  addBlurPathCommand(theory)
  addLeagueCommand(theory)
  addCommand(
    program,
    'optimise',
    'grid of least exact W2 or KL: spectrum=... scheme=heun points=20 [objective=kl]',
    optimise,
  )
}

async function optimise({ words, output }: Invocation): Promise<void> {
  const found = optimisedGrid(withSpectrum(readWords(words)))
  if (found.out !== undefined) await writeScheduleFile(found.out, found)
  output.answer(found.answer, () => lines(found.answer))
}

async function writeScheduleFile(out: string, { answer, scheme, dataRange }: ReturnType<typeof optimisedGrid>) {
  const { writeWhole } = await import('#files/write-whole.ts')
  const { writeSchedule } = await import('#theory/grids/schedule-text.ts')
  const terminalZero = answer.sigmas.at(-1) === 0
  const sigmas = terminalZero ? answer.sigmas.slice(0, -1) : answer.sigmas
  const name = `optimised for ${scheme}, ${sigmas.length} levels`
  writeWhole(callerPath(out), writeSchedule({ name, parameters: null, sigmas, terminalZero, dataRange }))
}

/** `spectrum=FILE.npy` stands for the numbers in it. */
function withSpectrum(input: Record<string, unknown>): Record<string, unknown> {
  const { spectrum } = input
  return typeof spectrum === 'string' && /\.npy$/i.test(spectrum)
    ? { ...input, spectrum: Array.from(readSpectrumFile(spectrum)) }
    : input
}

const lines = (result: object) =>
  Object.entries(result)
    .map(
      ([key, value]) =>
        `${key}  ${value instanceof Float64Array ? Array.from(value).join(', ') : JSON.stringify(value)}`,
    )
    .join('\n')
