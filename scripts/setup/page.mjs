// The page that both doors show, built from source where that is needed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { withBinaries } from './node-modules.mjs'

/** What the page and the desktop program are built from. */
const SOURCES = ['src-renderer', 'src-main', 'electron.vite.config.ts', 'package-lock.json']

/**
 * Time of the last change below a file or folder, in milliseconds.
 * @returns {number}
 */
function changedAt(/** @type {string} */ path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((/** @type {number} */ last, name) => Math.max(last, changedAt(join(path, name))), 0)
}

/** Builds the page where it is not built, or older than what it is built from. */
export function ensurePage(
  /** @type {{ root: string, node: string, say: (line: string) => void }} */ { root, node, say },
) {
  const built = join(root, 'out', 'renderer', 'index.html')
  const needed = !existsSync(built) || SOURCES.some((name) => changedAt(join(root, name)) > statSync(built).mtimeMs)
  if (!needed) return
  say('building the page ...')
  const options = { cwd: root, env: withBinaries(root, node), shell: process.platform === 'win32' }
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], options)
  if (status !== 0) throw new Error(`the page cannot be built:\n${stdout}${stderr}`)
}
