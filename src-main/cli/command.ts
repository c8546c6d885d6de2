/** How a command is added: every one takes --json, answers once, and loads what it needs only when it runs. */
import type { Command } from 'commander'
import { makeOutput, type Output } from './output.ts'

export type Invocation = { words: string[]; options: Record<string, unknown>; output: Output }

/** `anneal NAME [words...]`; `run` gets the words, the options in camelCase, and where to print. */
export function addCommand(
  parent: Command,
  name: string,
  description: string,
  run: (invocation: Invocation) => void | Promise<void>,
  options: readonly (readonly [flags: string, description: string])[] = [],
): Command {
  const command = parent.command(`${name} [words...]`).description(description)
  command.option('--json', 'one JSON object on stdout, at full precision').exitOverride()
  for (const [flags, text] of options) command.option(flags, text)
  return command.action(async (words: string[] | undefined) => {
    const given = command.optsWithGlobals<{ json?: boolean }>()
    await run({ words: words ?? [], options: given, output: makeOutput(given.json === true) })
  })
}
