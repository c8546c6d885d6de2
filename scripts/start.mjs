/** `npm start`: the desktop window where Electron's program and a display are there, else the browser door; says which. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../src-main/program/tensorflow-cache.mjs'
import { engineEnvironment } from '../src-main/program/tensorflow-library.mjs'
import { findElectron } from './setup/electron.mjs'
import { ensureNodeModules, withBinaries } from './setup/node-modules.mjs'
import { ensureTensorflow } from './setup/tensorflow.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

/** What the page and the desktop program are built from. */
const SOURCES = ['src-renderer', 'src-main', 'electron.vite.config.ts', 'package-lock.json']

/**
 * Time of the last change below a file or folder, in milliseconds.
 * @returns {number}
 */
function changedAt(/** @type {string} */ path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((/** @type {number} */ last, name) => Math.max(last, changedAt(join(path, name))), 0)
}

function ensureBuilt(/** @type {string} */ node) {
  const built = join(root, 'out', 'renderer', 'index.html')
  const needed = !existsSync(built) || SOURCES.some((name) => changedAt(join(root, name)) > statSync(built).mtimeMs)
  if (!needed) return
  say('building the page ...')
  const options = { cwd: root, env: withBinaries(root, node), shell: process.platform === 'win32' }
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], options)
  if (status !== 0) throw new Error(`the page cannot be built:\n${stdout}${stderr}`)
}

try {
  const cache = cacheFolder()
  const node = await ensureNodeModules({ root, cache, say })
  await ensureTensorflow({ cache, nodeModules: join(root, 'node_modules'), say })
  ensureBuilt(node)
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
