// The first rung: TensorFlow's library from PyPI, bound by our own compile, into a folder of the cache that is whole or absent.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { readStamp } from '../../src-main/program/tensorflow-cache.mjs'
import { compileBinding, findCompiler } from './compile.mjs'
import { checkSpace, folderMegabytes } from './disk.mjs'
import { downloadWheels, findPython } from './pip.mjs'
import { errorLine, run } from './run.mjs'
import { unpack } from './unpack.mjs'
import { folderName } from './wheels.mjs'

/** @typedef {{ root: string, nodeModules: string, say: (line: string) => void }} Place */

/**
 * @param {import('./wheels.mjs').Library} library
 * @param {Place} place
 * @returns {Promise<string>} the finished folder; throws one sentence with what to do where it cannot be made
 */
export async function setUpLibrary(library, { root, nodeModules, say }) {
  const folder = join(root, folderName(library))
  if (readStamp(folder)) return folder
  // Everything that can be missing, before the download: nobody should wait for it to be told that there is no compiler.
  const [python, compiler] = [await findPython(), await findCompiler()]
  mkdirSync(root, { recursive: true })
  checkSpace(root, library.download + library.unpacked)
  const work = mkdtempSync(join(root, 'unfinished-'))
  try {
    const [downloads, target, include] = ['downloads', 'library', 'include'].map((name) => join(work, name))
    for (const path of [downloads, target, include]) mkdirSync(path)
    const wheels = await download(library, python, downloads, say)
    const written = await unpack(python, wheels, work, [
      ...library.libraries.map((name) => ({ from: `tensorflow/${name}`, to: `library/${name}` })),
      ...['tensorflow', 'tsl', 'xla'].map((name) => ({ from: `tensorflow/include/${name}/`, to: `include/${name}/` })),
      { from: 'nvidia/', to: 'library/nvidia/', containing: '/lib/' },
    ])
    rmSync(downloads, { recursive: true })
    say(`unpacked ${Math.round(written / 1e6)} MB; compiling the binding with ${compiler}`)
    await compileBinding(compiler, { nodeModules, folder: target, include, libraries: library.libraries })
    const stamp = stampOf(library, nodeModules, libraryPath(target))
    await checkLoads(
      join(target, stamp.binding),
      stamp.libraryPath.map((path) => join(target, path)),
    )
    writeFileSync(join(target, 'stamp.json'), JSON.stringify(stamp, null, 2))
    rmSync(folder, { recursive: true, force: true })
    renameSync(target, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  say(
    `TensorFlow ${library.version} is ready: ${folderMegabytes(folder)} MB kept in ${folder}, download and headers removed`,
  )
  return folder
}

async function download(
  /** @type {import('./wheels.mjs').Library} */ library,
  /** @type {string} */ python,
  /** @type {string} */ folder,
  /** @type {(line: string) => void} */ say,
) {
  const wheels = [library.wheel, ...library.companions]
  const more = library.companions.length > 0 ? ` and ${library.companions.length} CUDA wheels` : ''
  say(`fetching ${library.wheel.requirement}${more} with pip (about ${library.download} MB)`)
  const started = Date.now()
  let told = 0
  const files = await downloadWheels(python, wheels, library.platforms, folder, (megabytes) => {
    // pip keeps two copies of a wheel for a moment
    const percent = Math.min(99, Math.floor((100 * megabytes) / library.download))
    if (percent < told + 10) return
    told = percent
    say(
      `  ${percent} %, ${Math.round(Math.min(megabytes, library.download))} MB in ${Math.round((Date.now() - started) / 1000)} s`,
    )
  })
  say(`  fetched ${folderMegabytes(folder)} MB in ${Math.round((Date.now() - started) / 1000)} s; hashes agree`)
  return files
}

/** The CUDA folders of an unpacked library, relative to it. */
function libraryPath(/** @type {string} */ folder) {
  const nvidia = join(folder, 'nvidia')
  if (!existsSync(nvidia)) return []
  return readdirSync(nvidia)
    .toSorted()
    .map((name) => join('nvidia', name, 'lib'))
}

/** A library that cannot be loaded, say for an old C library, must be found out now, not at every start. */
async function checkLoads(/** @type {string} */ binding, /** @type {string[]} */ paths) {
  const env = {
    ...process.env,
    TF_CPP_MIN_LOG_LEVEL: '2',
    LD_LIBRARY_PATH: [...paths, process.env.LD_LIBRARY_PATH ?? ''].join(':'),
  }
  const { code, output } = await run(process.execPath, ['-e', 'require(process.argv[1]).TF_Version', binding], { env })
  if (code !== 0) throw new Error(`the library cannot be loaded here (${errorLine(output)})`)
}

/** @returns {import('../../src-main/program/tensorflow-cache.mjs').Stamp} */
function stampOf(
  /** @type {import('./wheels.mjs').Library} */ library,
  /** @type {string} */ nodeModules,
  /** @type {string[]} */ paths,
) {
  const manifest = join(nodeModules, '@tensorflow', 'tfjs-node-gpu', 'package.json')
  return {
    library: library.version,
    variant: library.variant,
    source: library.wheel.sha256,
    binding: 'tfjs_binding.node',
    bindingPackage: JSON.parse(readFileSync(manifest, 'utf8')).version,
    libraryPath: paths,
  }
}
