/** `serve [--port N]`: the browser door, as `npm start` opens it where there is no window. */
import type { Command } from 'commander'
import { Refusal } from '#contract/refusal.ts'
import { addCommand, type Invocation } from './command.ts'

export function addServeCommand(program: Command): void {
  addCommand(program, 'serve', 'the page in the browser, on this machine alone; Ctrl+C ends it', serveCommand, [
    ['--port <number>', 'where it listens; that of the last time where it is left out, 0 for any that is free'],
  ])
}

async function serveCommand({ words, options }: Invocation): Promise<void> {
  if (words.length > 0)
    throw new Refusal(`serve takes no words, got ${words[0]}. Give a port as --port=4719.`, { field: 'words' })
  const { portOf, serveUntilTold } = await import('../serve.ts')
  await serveUntilTold(portOf(options.port as string | undefined, '--port'))
}
