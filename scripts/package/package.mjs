// `npm run package`: the installers of this system, or with `-- --dir` the folder they are made from. Arguments go to electron-builder.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../../src-main/program/tensorflow-cache.mjs'
import { ensureNodeModules, withBinaries } from '../setup/node-modules.mjs'
import { ensureTensorflow } from '../setup/tensorflow.mjs'
import { makeParts } from './parts.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

try {
  const cache = cacheFolder()
  const node = await ensureNodeModules({ root, cache, say })
  await ensureTensorflow({ cache, nodeModules: join(root, 'node_modules'), say })
  const env = withBinaries(root, node)
  const call = (/** @type {string} */ program, /** @type {string[]} */ args, shell = false) => {
    if (spawnSync(program, args, { cwd: root, env, stdio: 'inherit', shell }).status !== 0)
      throw new Error(`${[program, ...args].join(' ')} failed`)
  }
  call('npm', ['run', '--silent', 'build'], process.platform === 'win32')
  await makeParts({ root, cache, node, say })
  const builder = createRequire(join(root, 'package.json')).resolve('electron-builder/cli.js')
  call(node, [builder, '--publish', 'never', ...process.argv.slice(2)])
} catch (error) {
  say(`npm run package: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
