/** `backup`, `restore`: a data folder kept elsewhere, and back, each file held against its hash. */
import type { Command } from 'commander'
import { Refusal } from '#contract/refusal.ts'
import { callerPath } from '#files/caller-path.ts'
import { homeRoot } from '#history/home.ts'
import { programVersion } from '#program/folders.ts'
import { addCommand, type Invocation } from './command.ts'

export function addBackupCommands(program: Command): void {
  addCommand(
    program,
    'backup',
    'copy the data folder to a folder that is not there yet, also while runs go on: TO',
    backup,
  )
  addCommand(program, 'restore', 'a data folder from a backup, each file checked by its hash: FROM', restoreFrom)
}

async function backup({ words, output }: Invocation): Promise<void> {
  const { backUp } = await import('#history/backup/backup.ts')
  const to = onePath(words, 'TO')
  const home = homeRoot()
  const progress = (files: number, bytes: number) => output.progress(`${files} files, ${megabytes(bytes)}`)
  const record = await backUp(home, to, { anneal: programVersion(), progress })
  output.answer(
    { ...record, folder: to },
    () =>
      `${record.files} files, ${megabytes(record.bytes)}: ${to}\neach was read back and is as its hash says; anneal restore ${to} brings them back`,
  )
}

async function restoreFrom({ words, output }: Invocation): Promise<void> {
  const { restore } = await import('#history/backup/restore.ts')
  const from = onePath(words, 'FROM')
  const home = homeRoot()
  const { record, aside } = await restore(from, home, {
    progress: (files, of) => output.progress(`${files} of ${of} files`),
  })
  const { withRuns } = await import('./runs.ts')
  const runs = await withRuns(({ history }) => history.read.list({}).length)
  if (aside) output.note(`the empty data folder that was there is ${aside}`)
  output.answer(
    { ...record, home, runs, aside },
    () => `${record.files} files, ${runs} runs: ${home}\neach is as its hash says`,
  )
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

function onePath(words: readonly string[], what: string): string {
  if (words.length === 1) return callerPath(words[0])
  throw new Refusal(`${what}: name one folder, got ${words.length}.`, { field: what })
}
