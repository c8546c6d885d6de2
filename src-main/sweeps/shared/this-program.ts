/** What runs here, for tasks elsewhere to be the same: the program, its code and its TensorFlow; and the words that start it. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeVersion } from '#program/code-version.ts'
import { programVersion } from '#program/folders.ts'
import { findTensorflow } from '#program/tensorflow-library.mjs'
import type { Program } from './begin-shared.ts'

export function thisProgram(): Program {
  const [found] = findTensorflow().found
  return {
    anneal: programVersion(),
    code: codeVersion(),
    library: found ? `${found.candidate} ${found.version}` : 'no TensorFlow, any',
  }
}

/** From source, this very checkout on this very Node; an installed program has a command of its own. */
export function thisCommand(): string[] {
  const cli = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'cli.ts')
  return existsSync(cli) ? [process.execPath, cli] : ['anneal']
}
