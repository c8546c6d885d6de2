/** Folders for a moment, named by the process that fills them, so that what a killed one left is known and swept. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Of what is to be whole or absent: hidden, until one rename. */
export const PARTIAL = '.partial-'

/** Before `mkdtemp`'s own letters. */
export const ownPrefix = (prefix: string): string => `${prefix}${process.pid}-`

/** Removes folders of that prefix whose process is gone. Where that cannot be done the next start tries again. */
export function sweepAbandoned(parent: string, prefix: string): void {
  let names: string[]
  try {
    names = readdirSync(parent)
  } catch {
    return
  }
  for (const name of names) {
    if (!name.startsWith(prefix)) continue
    const pid = Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1])
    if (pid > 0 && isAlive(pid)) continue
    try {
      rmSync(join(parent, name), { recursive: true, force: true })
    } catch {
      // A folder of another user's.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is there and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
