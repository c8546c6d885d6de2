/** The trash beside folders of one kind: hidden, and out of it they can be taken again for a month. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'

const TRASH = '.trash'
const KEPT_MILLISECONDS = 30 * 24 * 3_600_000

/**
 * `what` the folders hold, for a refusal; `field` is how the caller names one. `hashed`: a name holds the hash of its content, so that what
 * is there under the same name is the same.
 */
export function openFolderTrash(
  folder: string,
  { what, field, hashed = false }: { what: string; field: string; hashed?: boolean },
) {
  const trash = join(folder, TRASH)
  removeOld(trash)

  function move(name: string, from: string, to: string): void {
    if (
      name === '' ||
      name.startsWith('.') ||
      basename(name) !== name ||
      name.includes('\\') ||
      !existsSync(join(from, name))
    )
      throw new Refusal(`There is no ${what} ${name}.`, { field, code: 'not-found' })
    mkdirSync(to, { recursive: true })
    if (!hashed && from === trash && existsSync(join(to, name)))
      throw new Refusal(`There is another ${what} ${name} by now. Remove that one first.`, { field, code: 'conflict' })
    rmSync(join(to, name), { recursive: true, force: true })
    renameSync(join(from, name), join(to, name))
  }
  return {
    remove: (name: string) => move(name, folder, trash),
    restore: (name: string) => move(name, trash, folder),
  }
}

function removeOld(trash: string): void {
  for (const name of existsSync(trash) ? readdirSync(trash) : []) {
    const path = join(trash, name)
    // A rename changes the time of the folder's own record, not that of its content.
    if (Date.now() - statSync(path).ctimeMs > KEPT_MILLISECONDS) rmSync(path, { recursive: true, force: true })
  }
}
