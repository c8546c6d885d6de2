/** `history rebuild`, `history lineage`: the index made again from the folders, and what came from what. */
import type { Command } from 'commander'
import { addCommand } from './command.ts'

export function addHistoryCommands(program: Command): void {
  const history = program.command('history').description('the index of runs, schedules and data sets').exitOverride()
  addCommand(history, 'rebuild', 'make the database again from the run folders alone', async ({ output }) => {
    const { withRuns } = await import('./runs.ts')
    await withRuns((service) => {
      const rebuilt = service.history.rebuild()
      const { runs, schedules, datasets, skipped, notes } = rebuilt
      output.answer(rebuilt, () =>
        [
          `${runs} runs, ${schedules} schedules, ${datasets} data sets`,
          ...notes,
          ...skipped.map(({ path, reason }) => `skipped ${path}: ${reason}`),
        ].join('\n'),
      )
    })
  })
}
