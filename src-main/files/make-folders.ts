/** Makes a folder and those above it that are missing, one by one: Node's own way tries for ever where a system forbids it, as in /proc. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeRefusal } from './write-whole.ts'

/** Refuses where that cannot be done, and where something of the name is no folder. `mode` is of the last, where it is made here. */
export function makeFolders(path: string, mode?: number): void {
  try {
    make(path, mode)
  } catch (error) {
    throw writeRefusal(error, path)
  }
}

function make(path: string, mode?: number): void {
  if (isFolder(path)) return
  if (dirname(path) !== path) make(dirname(path))
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(path)) throw error
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
