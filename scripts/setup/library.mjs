// The first rung: TensorFlow's library from PyPI, bound by our own compile, into a folder of the cache that is whole or absent.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readStamp } from '../../src-main/compute/tensorflow-cache.mjs'
import { compileBinding, findCompiler } from './compile.mjs'
import { downloadWheels, findPython } from './pip.mjs'
import { unpack } from './unpack.mjs'
import { folderName } from './wheels.mjs'

const megabytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1e6)} MB`

/**
 * @param {import('./wheels.mjs').Library} library
 * @param {{ root: string, nodeModules: string, say: (line: string) => void }} where
 * @returns {Promise<string>} the finished folder
 */
export async function setUpLibrary(library, { root, nodeModules, say }) {
  const folder = join(root, folderName(library))
  if (readStamp(folder)) return folder
  // Both programs before the download: nobody should wait for 260 MB to be told that a compiler is missing.
  const [python, compiler] = [await findPython(), await findCompiler()]
  mkdirSync(root, { recursive: true })
  const work = mkdtempSync(join(root, 'unfinished-'))
  try {
    const wheels = [library.wheel, ...library.companions]
    const bytes = wheels.reduce((sum, wheel) => sum + wheel.bytes, 0)
    const downloads = join(work, 'downloads')
    mkdirSync(downloads)
    say(`fetching ${wheels.map((wheel) => wheel.requirement).join(', ')} (${megabytes(bytes)}) with pip`)
    const files = await downloadWheels(python, wheels, library.platforms, downloads, (done) =>
      say(`  ${megabytes(done)} of ${megabytes(bytes)}`),
    )
    const target = join(work, 'library')
    mkdirSync(target)
    const include = join(work, 'include')
    const written = await unpack(python, files, work, [
      ...library.libraries.map((name) => ({ from: `tensorflow/${name}`, to: `library/${name}` })),
      ...['tensorflow', 'tsl', 'xla'].map((name) => ({ from: `tensorflow/include/${name}/`, to: `include/${name}/` })),
    ])
    say(`unpacked ${megabytes(written)}; compiling the binding with ${compiler}`)
    await compileBinding(compiler, { nodeModules, folder: target, include, libraries: library.libraries })
    writeFileSync(join(target, 'stamp.json'), JSON.stringify(stampOf(library, nodeModules), null, 2))
    rmSync(folder, { recursive: true, force: true })
    renameSync(target, folder)
    const kept = library.libraries.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    say(`TensorFlow ${library.version} is ready: ${megabytes(kept)} kept in ${folder}`)
    return folder
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @returns {import('../../src-main/compute/tensorflow-cache.mjs').Stamp} */
function stampOf(/** @type {import('./wheels.mjs').Library} */ library, /** @type {string} */ nodeModules) {
  const manifest = join(nodeModules, '@tensorflow', 'tfjs-node-gpu', 'package.json')
  return {
    library: library.version,
    variant: library.variant,
    source: library.wheel.sha256,
    binding: 'tfjs_binding.node',
    bindingPackage: JSON.parse(readFileSync(manifest, 'utf8')).version,
    libraryPath: [],
  }
}
