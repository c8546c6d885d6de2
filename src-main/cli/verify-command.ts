/** `verify`: every file of the runs and of the brought networks against the hash it was written with. */
import type { Command } from 'commander'
import { addCommand, type Invocation } from './command.ts'

/** As a refusal's: nothing of ours went wrong, and something needs the user. */
const DAMAGED_EXIT = 1

export function addVerifyCommand(program: Command): void {
  addCommand(
    program,
    'verify',
    'check the files of runs, all or those named, and of brought networks by their hashes: [RUN...]',
    verify,
  )
}

async function verify({ words, output }: Invocation): Promise<void> {
  const { withRuns } = await import('./runs.ts')
  const { verifyRun } = await import('#runs/verify-run.ts')
  const { verifyBrought } = await import('#history/network-store.ts')
  await withRuns(async ({ history: { read, home } }) => {
    const runs = words.length > 0 ? words.map((word) => read.need(word)) : read.list({ trashed: true }).toReversed()
    const verdicts = []
    for (const [i, { id, number, name }] of runs.entries()) {
      output.progress(`${i + 1}/${runs.length}  run ${number} ${name}`)
      verdicts.push({ id, number, name, ...(await verifyRun(read.folderOf(id))) })
    }
    const networks = words.length > 0 ? [] : await verifyBrought(home.networks)
    const unsound = networks.filter(({ problem }) => problem !== null)
    const damaged = verdicts.filter(({ problems }) => problems.length > 0)
    if (damaged.length + unsound.length > 0) process.exitCode = DAMAGED_EXIT
    const files = verdicts.reduce((sum, one) => sum + one.files, 0)
    output.answer({ runs: verdicts, networks }, () =>
      [
        ...damaged.flatMap(({ number, problems }) =>
          problems.map(({ path, problem }) => `run ${number}: ${[path, problem].filter(Boolean).join(' ')}`),
        ),
        ...unsound.map(({ problem }) => problem!),
        ...(networks.length > 0 && unsound.length === 0
          ? [`${networks.length} brought networks: all as they were imported`]
          : []),
        `${runs.length} runs, ${files} files with a hash: ${damaged.length === 0 ? 'all as they were written' : `${damaged.length} runs damaged`}`,
      ].join('\n'),
    )
  })
}
