// `npm test`: on a fresh machine gets everything ready first, then runs every check and the end-to-end tests.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../src-main/compute/tensorflow-cache.mjs'
import { ensureNodeModules, withBinaries } from './setup/node-modules.mjs'
import { ensureTensorflow } from './setup/tensorflow.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

try {
  const cache = cacheFolder()
  const node = await ensureNodeModules({ root, cache, say })
  await ensureTensorflow({ cache, nodeModules: join(root, 'node_modules'), say })
  const suites = ['check', ...(hasEndToEnd() ? ['build', 'test:package', 'e2e'] : [])]
  const failed = suites.filter((name) => {
    const env = withBinaries(root, node)
    return (
      spawnSync('npm', ['run', '--silent', name], {
        cwd: root,
        env,
        stdio: 'inherit',
        shell: process.platform === 'win32',
      }).status !== 0
    )
  })
  say(failed.length === 0 ? 'all tests passed' : `failed: ${failed.join(', ')}`)
  process.exitCode = failed.length === 0 ? 0 : 1
} catch (error) {
  say(`npm test: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

function hasEndToEnd() {
  const folder = join(root, 'e2e')
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.spec.ts'))
}
