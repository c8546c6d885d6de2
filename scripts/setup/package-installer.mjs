// The second rung: the installer that the TensorFlow.js package brings, which fetches an older library from its makers' storage.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { readStamp } from '../../src-main/program/tensorflow-cache.mjs'
import { errorLine, run } from './run.mjs'

/**
 * Runs it as `npm rebuild` would and takes what it made into the cache, where the next `npm ci` does not wipe it.
 * @param {import('./library.mjs').Place} place
 * @returns {Promise<string>} the finished folder; throws one sentence where the installer failed
 */
export async function runPackageInstaller({ root, nodeModules, say }) {
  const home = join(nodeModules, '@tensorflow', 'tfjs-node-gpu')
  if (!existsSync(home)) throw new Error('the package @tensorflow/tfjs-node-gpu is not installed: run npm ci')
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const folder = join(root, `package-${version}`)
  if (readStamp(folder)) return folder
  say(`running the installer of @tensorflow/tfjs-node-gpu ${version}, which fetches its own older library`)
  const path = [dirname(process.execPath), join(nodeModules, '.bin'), process.env.PATH].join(delimiter)
  const { code, output } = await run(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
    cwd: home,
    env: { ...process.env, PATH: path },
  })
  const binding = findBinding(home)
  if (code !== 0 || binding === undefined) {
    throw new Error(`its installer failed (${errorLine(output)})`)
  }
  mkdirSync(root, { recursive: true })
  const work = mkdtempSync(join(root, 'unfinished-'))
  try {
    for (const part of ['lib', 'deps'])
      cpSync(join(home, part), join(work, part), { recursive: true, dereference: true })
    const stamp = {
      library: version,
      variant: 'package',
      source: 'package installer',
      binding,
      bindingPackage: version,
      libraryPath: [],
    }
    writeFileSync(join(work, 'stamp.json'), JSON.stringify(stamp, null, 2))
    rmSync(folder, { recursive: true, force: true })
    renameSync(work, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
    for (const part of ['lib', 'deps']) rmSync(join(home, part), { recursive: true, force: true })
  }
  return folder
}

function findBinding(/** @type {string} */ home) {
  const lib = join(home, 'lib')
  if (!existsSync(lib)) return undefined
  const names = /** @type {string[]} */ (readdirSync(lib, { recursive: true }))
  const found = names.find((name) => name.endsWith('tfjs_binding.node'))
  return found === undefined ? undefined : join('lib', found)
}
