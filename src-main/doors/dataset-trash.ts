/** The trash of imported data sets: a hidden folder beside them, out of which they can be taken again for a month. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'

const TRASH = '.trash'
const KEPT_MILLISECONDS = 30 * 24 * 3_600_000

export function openDatasetTrash(datasets: string) {
  const trash = join(datasets, TRASH)
  removeOld(trash)

  function move(id: string, from: string, to: string): void {
    if (id === '' || id.startsWith('.') || basename(id) !== id || id.includes('\\') || !existsSync(join(from, id)))
      throw new Refusal(`There is no imported data set ${id}.`, { field: 'id', code: 'not-found' })
    mkdirSync(to, { recursive: true })
    // Its name holds the hash of its content: what is there under the same name is the same.
    rmSync(join(to, id), { recursive: true, force: true })
    renameSync(join(from, id), join(to, id))
  }
  return {
    remove: (id: string) => move(id, datasets, trash),
    restore: (id: string) => move(id, trash, datasets),
  }
}

function removeOld(trash: string): void {
  for (const name of existsSync(trash) ? readdirSync(trash) : []) {
    const path = join(trash, name)
    // A rename changes the time of the folder's own record, not that of its content.
    if (Date.now() - statSync(path).ctimeMs > KEPT_MILLISECONDS) rmSync(path, { recursive: true, force: true })
  }
}
