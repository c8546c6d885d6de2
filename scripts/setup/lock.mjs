// One set-up at a time: a lock file that holds its owner's process id and outlives no owner.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A lock being written holds nothing yet; one that stays empty this long was left by a process killed in between. */
const EMPTY_MS = 10_000

/**
 * Runs the task while holding the lock; waits for another living holder, takes over from a dead one.
 * @template T
 * @param {string} file
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock(file, say, task) {
  mkdirSync(dirname(file), { recursive: true })
  for (let told = false; !take(file); await pause(200)) {
    const holder = readHolder(file)
    if (holder === undefined || !isAlive(holder)) removeStale(file, holder)
    else if (!told) {
      say(`waiting for the set-up in process ${holder} (if there is none, remove ${file})`)
      told = true
    }
  }
  try {
    return await task()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(/** @type {string} */ file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** @returns {number | undefined} the holder's process id; our own stands for one that is still being written */
function readHolder(/** @type {string} */ file) {
  try {
    const text = readFileSync(file, 'utf8')
    if (text === '') return Date.now() - statSync(file).mtimeMs < EMPTY_MS ? process.pid : undefined
    return Number(text) || undefined
  } catch {
    return process.pid
  }
}

/** Moves the file aside before looking again: two waiters can both find it stale, and only one of them may take it. */
function removeStale(/** @type {string} */ file, /** @type {number | undefined} */ holder) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (readFileSync(aside, 'utf8') === String(holder ?? '')) rmSync(aside)
    else renameSync(aside, file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

const codeOf = (/** @type {unknown} */ error) => /** @type {NodeJS.ErrnoException} */ (error).code
