// Fetches wheels from PyPI through pip, each checked against its hash, into a folder of ours.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DISK_FULL, folderMegabytes } from './disk.mjs'
import { lastLines, run } from './run.mjs'
import { PYTHON_TAG } from './wheels.mjs'

/** @returns {Promise<string>} the first Python on the PATH that has pip; throws with what to do where there is none */
export async function findPython() {
  for (const program of ['python3', 'python']) {
    if ((await run(program, ['-m', 'pip', '--version'])).code === 0) return program
  }
  throw new Error('needs Python 3 with pip to fetch the library; install them (Debian: apt install python3-pip)')
}

/** The requirement lines pip checks: exact versions, each with the only hash that is accepted. */
export const requirements = (/** @type {import('./wheels.mjs').Wheel[]} */ wheels) =>
  wheels.map((wheel) => `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`).join('')

/** The arguments of one download: binaries for the named platforms only, nothing built, no dependency, no second copy in pip's cache. */
export const pipArguments = (
  /** @type {string[]} */ platforms,
  /** @type {string} */ list,
  /** @type {string} */ folder,
) =>
  ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--require-hashes', '--no-cache-dir'].concat(
    ['--disable-pip-version-check', '--python-version', PYTHON_TAG, '--implementation', 'cp'],
    platforms.flatMap((platform) => ['--platform', platform]),
    ['--dest', folder, '--requirement', list],
  )

/**
 * @param {string} python
 * @param {import('./wheels.mjs').Wheel[]} wheels
 * @param {string[]} platforms
 * @param {string} folder an empty folder of ours; pip's own temporary files go there too, so that one disk and one clean-up suffice
 * @param {(megabytes: number) => void} progress
 * @returns {Promise<string[]>} the wheels' paths
 */
export async function downloadWheels(python, wheels, platforms, folder, progress) {
  const temporary = join(folder, 'pip')
  mkdirSync(temporary, { recursive: true })
  const list = join(folder, 'requirements.txt')
  writeFileSync(list, requirements(wheels))
  const watch = setInterval(() => progress(folderMegabytes(folder)), 1000)
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary }
  const { code, output } = await run(python, pipArguments(platforms, list, folder), { env })
  clearInterval(watch)
  rmSync(temporary, { recursive: true, force: true })
  if (code !== 0) throw new Error(explainPip(output))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.whl'))
    .map((name) => join(folder, name))
}

/** pip's failure in one sentence with what to do about it. */
export function explainPip(/** @type {string} */ output) {
  if (/No space left|Errno 28/.test(output)) return DISK_FULL
  if (/DO NOT MATCH THE HASHES/.test(output))
    return 'a downloaded wheel does not have the pinned hash: the index served another file; try another network or index'
  if (
    /NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Name or service not known|Temporary failure in name/.test(
      output,
    )
  )
    return 'the package index cannot be reached: check the network, or set PIP_INDEX_URL to a mirror'
  if (/No matching distribution|Could not find a version/.test(output))
    return `the package index does not offer the pinned wheel (pip: ${lastLines(output, 1)}); set PIP_INDEX_URL to a full mirror of PyPI`
  return `pip failed: ${lastLines(output)}`
}
