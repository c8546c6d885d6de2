// Adds the CUDA set, which a release offers as an archive of its own, to the cache: its hash is checked, then it is there whole or not at all.
// Plain JavaScript like tensorflow-cache.mjs: set-up reads it on any Node.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { readSetupRecord, readStamp, tensorflowRoot } from './tensorflow-cache.mjs'

/**
 * @param {{ file: string, sha256?: string, cache: string, say?: (line: string) => void }} options `sha256`: what the archive must be;
 * without it, what the file `FILE.sha256` beside it says, as the release has it
 * @returns {Promise<string>} the folder it is in now; throws one sentence with what to do where it cannot be added
 */
export async function addCudaArchive({ file, sha256: given, cache, say = () => {} }) {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  const sha256 = given ?? hashBeside(file)
  say(`checking ${basename(file)}`)
  const found = await sha256Of(file)
  if (found !== sha256.toLowerCase())
    throw new Error(
      `${file} is not the archive that was released: its SHA-256 is ${found}, not ${sha256}. Download it again`,
    )
  const root = tensorflowRoot(cache)
  mkdirSync(root, { recursive: true })
  for (const name of readdirSync(root)) if (name.startsWith('adding-')) rmSync(join(root, name), { recursive: true })
  const work = mkdtempSync(join(root, 'adding-'))
  try {
    say('unpacking it')
    await untar(file, work)
    const [name, ...others] = readdirSync(work)
    if (name === undefined || others.length > 0 || readStamp(join(work, name))?.variant !== 'gpu')
      throw new Error(`${file} holds no CUDA set of Anneal`)
    const folder = join(root, name)
    rmSync(folder, { recursive: true, force: true })
    renameSync(join(work, name), folder)
    remember(cache, folder)
    return folder
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** From now on the first library that is tried, where a driver is loaded. */
function remember(/** @type {string} */ cache, /** @type {string} */ folder) {
  const before = readSetupRecord(cache)
  const others = before?.attempts.filter(({ candidate }) => candidate !== 'tensorflow-gpu') ?? []
  const record = {
    format: 1,
    wanted: before?.wanted ?? '',
    attempts: [{ candidate: 'tensorflow-gpu', folder }, ...others],
  }
  const file = join(tensorflowRoot(cache), 'setup.json')
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(record, null, 2))
  renameSync(`${file}.${process.pid}`, file)
}

function hashBeside(/** @type {string} */ file) {
  const beside = `${file}.sha256`
  const hash = existsSync(beside) ? /^[0-9a-f]{64}(?=\s|$)/i.exec(readFileSync(beside, 'utf8'))?.[0] : undefined
  if (hash === undefined)
    throw new Error(`the hash of ${file} is not known: put ${beside} of the same release beside it`)
  return hash
}

/** @returns {Promise<string>} */
export async function sha256Of(/** @type {string} */ file) {
  const hash = createHash('sha256')
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(part)
  return hash.digest('hex')
}

/** @returns {Promise<void>} */
function untar(/** @type {string} */ file, /** @type {string} */ folder) {
  return new Promise((resolve, reject) => {
    const child = spawn('tar', ['-xzf', file, '-C', folder, '--no-same-owner'], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
    child.on('error', (error) =>
      reject(new Error(`tar, which unpacks the archive, cannot be started: ${error.message}`)),
    )
    child.on('close', (code) => {
      if (code === 0) return resolve()
      const full = /No space left/.test(said)
      const reason = full
        ? 'the disk is full: free some space, or set ANNEAL_CACHE to a folder on another disk'
        : said.trim()
      reject(new Error(`the archive cannot be unpacked: ${reason}`))
    })
  })
}
