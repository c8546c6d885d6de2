/** `verify`: every file of runs, brought networks and data sets against the hash it was written with. */
import type { Command } from 'commander'
import { verdictLines } from '#contract/home-verdict.ts'
import { addCommand, type Invocation } from './command.ts'

/** As a refusal's: nothing of ours went wrong, and something needs the user. */
const DAMAGED_EXIT = 1

export function addVerifyCommand(program: Command): void {
  addCommand(
    program,
    'verify',
    'check runs, all or those named, brought networks and imported data sets by the hashes of their files: [RUN...]',
    verify,
  )
}

async function verify({ words, output }: Invocation): Promise<void> {
  const { withRuns } = await import('./runs.ts')
  const { verifyHome } = await import('#runs/verify-home.ts')
  await withRuns(async ({ history }) => {
    const verdict = await verifyHome(history, words, ({ done, of, number, name }) =>
      output.progress(`${done + 1}/${of}  run ${number} ${name}`),
    )
    const { damaged, sound } = verdictLines(verdict)
    if (damaged.length > 0) process.exitCode = DAMAGED_EXIT
    output.answer(verdict, () => [...damaged, ...sound].join('\n'))
  })
}
