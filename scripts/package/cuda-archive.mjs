// `npm run package:cuda`: the CUDA set of Linux as the release's second archive, with its hash beside it, in release/.
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256Of } from '../../src-main/program/cuda-archive.mjs'
import { cacheFolder } from '../../src-main/program/tensorflow-cache.mjs'
import { ensureNodeModules } from '../setup/node-modules.mjs'
import { setUpLibrary } from '../setup/library.mjs'
import { lastLines, run } from '../setup/run.mjs'
import { LIBRARIES } from '../setup/wheels.mjs'
import { stripLibraries } from './strip.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const release = join(root, 'release')
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

try {
  await ensureNodeModules({ root, cache: cacheFolder(), say })
  const library = LIBRARIES['linux-x64-gpu']
  // In a folder of its own: stripping must not touch what the cache's stamp stands for.
  const folder = await setUpLibrary(library, {
    root: join(release, 'cuda'),
    nodeModules: join(root, 'node_modules'),
    say,
  })
  await stripLibraries(folder)
  mkdirSync(release, { recursive: true })
  const file = join(release, `anneal-cuda-${library.version}-linux-x64.tar.gz`)
  say(`packing ${basename(file)}`)
  const packed = await run('tar', [
    '-czf',
    file,
    '-C',
    dirname(folder),
    '--owner=0',
    '--group=0',
    '--sort=name',
    basename(folder),
  ])
  if (packed.code !== 0) throw new Error(`tar failed: ${lastLines(packed.output)}`)
  writeFileSync(`${file}.sha256`, `${await sha256Of(file)}  ${basename(file)}\n`)
  rmSync(join(release, 'cuda'), { recursive: true })
  say(`${file}: ${Math.round(statSync(file).size / 1e6)} MB`)
} catch (error) {
  say(`npm run package:cuda: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
