// Takes debugging symbols out of programs and libraries: a quarter of TensorFlow's library is nothing else.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { lastLines, run } from '../setup/run.mjs'

/** Of TensorFlow's own libraries; NVIDIA's come without, and their licence wants them unchanged. */
export async function stripLibraries(/** @type {string} */ folder) {
  for (const name of readdirSync(folder)) if (/^libtensorflow.*\.so(\.|$)/.test(name)) await strip(join(folder, name))
}

/** On Linux alone: Apple's and Microsoft's files keep their symbols elsewhere, and changing them would break a signature. */
export async function strip(/** @type {string} */ file) {
  if (process.platform !== 'linux') return
  const { code, output } = await run('strip', ['--strip-unneeded', file])
  if (code !== 0) throw new Error(`strip could not take the symbols out of ${file}: ${lastLines(output)}`)
}
