/** `info`: what this machine computes with. (`setup` is done before this program starts: scripts/.) */
import type { Command } from 'commander'
import { addCommand } from './command.ts'
import { table } from './output.ts'

export function addMachineCommands(program: Command): void {
  addCommand(program, 'info', 'backend, library, threads, devices and measured speed', async ({ output }) => {
    const { computeInfo } = await import('#compute/info.ts')
    const info = await computeInfo()
    output.answer(info, () =>
      table(
        ['', ''],
        Object.entries(info).map(([key, value]) => [key, JSON.stringify(value)]),
      ),
    )
  })
}
