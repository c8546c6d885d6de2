/** `npm start`: the desktop window where Electron's program and a display are there, else the browser door; says which. */
import { spawn } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../src-main/program/tensorflow-cache.mjs'
import { engineEnvironment } from '../src-main/program/tensorflow-library.mjs'
import { findElectron } from './setup/electron.mjs'
import { ensureNodeModules } from './setup/node-modules.mjs'
import { ensurePage } from './setup/page.mjs'
import { ensureTensorflow } from './setup/tensorflow.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

try {
  const cache = cacheFolder()
  const node = await ensureNodeModules({ root, cache, say })
  await ensureTensorflow({ cache, nodeModules: join(root, 'node_modules'), say })
  ensurePage({ root, node, say })
  const { program, reason } = findElectron(root)
  say(program ? 'opening the desktop window' : `opening the browser door, since ${reason}`)
  const env = { ...process.env, ...engineEnvironment() }
  // The folder of a run to show, as the caller names it.
  const named = process.argv.slice(2).map((word) => resolve(process.env.INIT_CWD ?? '.', word))
  const child = program
    ? spawn(program, [root, ...named], { stdio: 'inherit', env: { ...env, ANNEAL_NODE: node } })
    : spawn(node, [join(root, 'src-main', 'serve.ts')], { stdio: 'inherit', env })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
} catch (error) {
  say(`npm start: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
