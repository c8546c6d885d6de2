// `npm test`: on a fresh machine gets everything ready first, then runs every check and the end-to-end tests.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../src-main/program/tensorflow-cache.mjs'
import { openDisplay } from './setup/display.mjs'
import { findElectron } from './setup/electron.mjs'
import { ensureNodeModules, withBinaries } from './setup/node-modules.mjs'
import { ensureTensorflow } from './setup/tensorflow.mjs'
import { ensureTestWindow } from './setup/window.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

try {
  const cache = cacheFolder()
  const node = await ensureNodeModules({ root, cache, say })
  await ensureTensorflow({ cache, nodeModules: join(root, 'node_modules'), say })
  const suites = ['check', ...(hasEndToEnd() ? ['build', 'test:package', 'e2e'] : [])]
  const window = suites.includes('e2e') ? await openWindow(cache, node) : null
  const env = { ...withBinaries(root, node), ...window?.env }
  const failed = suites.filter((name) => {
    const options = { cwd: root, env, shell: process.platform === 'win32' }
    return spawnSync('npm', ['run', '--silent', name], { ...options, stdio: 'inherit' }).status !== 0
  })
  window?.close()
  say(failed.length === 0 ? 'all tests passed' : `failed: ${failed.join(', ')}`)
  process.exitCode = failed.length === 0 ? 0 : 1
} catch (error) {
  say(`npm test: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

/** What the end-to-end tests need to run in Electron's window as well; where it cannot be had they say why. */
async function openWindow(/** @type {string} */ cache, /** @type {string} */ node) {
  const screen = await openDisplay()
  if (!screen) return null
  const env = { DISPLAY: screen.display }
  if (findElectron(root, { ...process.env, ...env }).program) return { env, close: screen.close }
  const { folder, reason } = await ensureTestWindow({ cache, nodeModules: join(root, 'node_modules'), node, say })
  if (!folder) say(`the window is not tested: ${reason}`)
  const own = folder ? { ANNEAL_TEST_WINDOW: folder, ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'electron') } : {}
  return { env: { ...env, ...own }, close: screen.close }
}

function hasEndToEnd() {
  const folder = join(root, 'e2e')
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.spec.ts'))
}
