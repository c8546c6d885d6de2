/** `datasets`: what there is, and bringing in more. */
import type { Command } from 'commander'
import { addCommand } from './command.ts'

export function addDatasetCommands(program: Command): void {
  program.command('datasets').description('data sets: list, import').exitOverride()
  void addCommand
}
