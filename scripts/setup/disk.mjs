// How much room there is and how much is used, in megabytes (1e6 bytes).
import { readdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const DISK_FULL = 'the disk is full: free some space, or set ANNEAL_CACHE to a folder on another disk'

/** Throws, with what to do, where a folder's disk has not the room that will be needed. */
export function checkSpace(/** @type {string} */ folder, /** @type {number} */ needed) {
  const { bavail, bsize } = statfsSync(folder)
  const free = (bavail * bsize) / 1e6
  if (free >= needed) return
  throw new Error(
    `needs ${needed} MB while it works and ${folder} has ${Math.floor(free)} MB free: free some space, or set ANNEAL_CACHE to a folder on another disk`,
  )
}

/** What the files of a folder hold. */
export function folderMegabytes(/** @type {string} */ folder) {
  let bytes = 0
  for (const name of /** @type {string[]} */ (readdirSync(folder, { recursive: true }))) {
    // files may be renamed and removed by another program while we look
    const file = statSync(join(folder, name), { throwIfNoEntry: false })
    if (file?.isFile()) bytes += file.size
  }
  return Math.round(bytes / 1e6)
}
