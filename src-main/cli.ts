/** The command line: one of four doors. Wiring only; what a command does stands in `cli/`. */
import { Command, CommanderError } from 'commander'
import { printable } from '#contract/printable.ts'
import { Refusal } from '#contract/refusal.ts'
import { addAdviseCommand } from './cli/advise-command.ts'
import { addBackupCommands } from './cli/backup-commands.ts'
import { addDatasetCommands } from './cli/dataset-commands.ts'
import { addExportCommand } from './cli/export-command.ts'
import { addFidCommand } from './cli/fid-command.ts'
import { addHistoryCommands } from './cli/history-commands.ts'
import { addMachineCommands } from './cli/machine-commands.ts'
import { addCalibrateCommand } from './cli/calibrate-command.ts'
import { addRestorationCommand } from './cli/restoration-command.ts'
import { addNetworkCommands } from './cli/network-commands.ts'
import { addQuickstartCommand } from './cli/quickstart-command.ts'
import { addRunCommands } from './cli/run-commands.ts'
import { addScheduleCommands } from './cli/schedule-commands.ts'
import { addServeCommand } from './cli/serve-command.ts'
import { addShipCommand } from './cli/ship-command.ts'
import { addStudyCommands } from './cli/study-command.ts'
import { addSweepCommand } from './cli/sweep-command.ts'
import { addTheoryCommands } from './cli/theory-commands.ts'
import { addWorkCommand } from './cli/work-command.ts'
import { addVerifyCommand } from './cli/verify-command.ts'

const REFUSED = 1
const FAILED = 2

function makeProgram(): Command {
  const program = new Command('anneal')
    .description('A workbench for noise schedules of score-based and diffusion models')
    .option('--json', 'one JSON object on stdout, at full precision')
    .exitOverride()
    .showHelpAfterError('(anneal --help lists the commands)')
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  addMachineCommands(program)
  addServeCommand(program)
  addDatasetCommands(program)
  addNetworkCommands(program)
  addCalibrateCommand(program)
  addRestorationCommand(program)
  addScheduleCommands(program)
  addAdviseCommand(program)
  addFidCommand(program)
  addExportCommand(program)
  addTheoryCommands(program)
  addRunCommands(program)
  addHistoryCommands(program)
  addShipCommand(program)
  addQuickstartCommand(program)
  addSweepCommand(program)
  addStudyCommands(program)
  addVerifyCommand(program)
  addWorkCommand(program)
  addBackupCommands(program)
  return program
}

// A reader that has seen enough, as `head`: what is left to say goes nowhere, and work goes on.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

try {
  await makeProgram().parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : REFUSED
  if (error instanceof Refusal) {
    process.stderr.write(`anneal: ${printable(error.message)}\n`)
    return REFUSED
  }
  process.stderr.write(`anneal: internal error: ${error instanceof Error ? error.stack : String(error)}\n`)
  return FAILED
}
