/** A run's folder copied whole, file by file, each under its name only once it is complete. What is never changed again is linked where it can be. */
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { copyHashed } from '#files/copy-file.ts'
import { syncFolder, writeRefusal } from '#files/write-whole.ts'

/** Of the copy alone: the run's number in the history, what the user writes of it. */
const OWN = new Set(['run.json', 'meta.json'])
const NEVER_CHANGED = /^(checkpoints|samples|previews)[\\/]/

export async function copyTree(from: string, to: string): Promise<void> {
  const folders = new Set<string>([to])
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const path = relative(from, join(entry.parentPath, entry.name))
    if (OWN.has(path)) continue
    const target = join(to, path)
    try {
      mkdirSync(dirname(target), { recursive: true })
      folders.add(dirname(target))
      await copyOne(join(from, path), target, NEVER_CHANGED.test(path))
    } catch (error) {
      throw writeRefusal(error, target)
    }
  }
  for (const folder of folders) syncFolder(folder)
}

async function copyOne(from: string, to: string, linked: boolean): Promise<void> {
  const partial = join(dirname(to), `.copy-${process.pid}`)
  rmSync(partial, { force: true })
  if (!linked || !link(from, partial)) await copyHashed(from, partial)
  renameSync(partial, to)
  // A rename between two names of one file leaves both.
  if (existsSync(partial)) rmSync(partial)
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch {
    // Another disk, or one without links.
    return false
  }
}
