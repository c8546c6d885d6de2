/** `theory ...`: closed-form answers about processes, schemes and laws. */
import type { Command } from 'commander'

export function addTheoryCommands(program: Command): void {
  program.command('theory').description('closed-form answers').exitOverride()
}
