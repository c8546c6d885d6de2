/** A copy of the program that runs in the Electron of the tests, where Electron's own cannot be had: built code, and links to the rest. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Folder that `npm test` puts into the environment: `electron/`, an addon of SQLite for it, and its version. */
export const TEST_WINDOW = process.env.ANNEAL_TEST_WINDOW

/** The window that the specs run in, for their report. */
export const WINDOW = TEST_WINDOW
  ? `desktop window (Electron ${readFileSync(join(TEST_WINDOW, 'version'), 'utf8')})`
  : 'desktop window'

/**
 * Makes the copy in `folder`: only the addon of SQLite differs, and links lead to all packages but that one. Code is copied, since Node
 * looks for packages from where a link leads to.
 */
export function copyProgram(root: string, window: string, folder: string): string {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  for (const name of ['package.json', 'out']) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'resources'), join(folder, 'resources'))
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== 'better-sqlite3') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  const sqlite = join(folder, 'node_modules', 'better-sqlite3')
  for (const name of ['package.json', 'lib'])
    cpSync(join(root, 'node_modules', 'better-sqlite3', name), join(sqlite, name), { recursive: true })
  cpSync(join(window, 'better_sqlite3.node'), join(sqlite, 'prebuilds', 'linux-x64.node'))
  return folder
}
