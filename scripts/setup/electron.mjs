// Whether a window can be opened here: Electron's own program and a display. Never starts a download.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where Electron's program lies in its folder, on the systems that do not simply call it `electron`. */
/** @type {Partial<Record<NodeJS.Platform, string>>} */
const PROGRAMS = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/**
 * Path of Electron's program, or why the window cannot be opened.
 * @returns {{ program: string, reason?: undefined } | { program?: undefined, reason: string }}
 */
export function findElectron(/** @type {string} */ root, env = process.env) {
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return { reason: 'there is no display' }
  const folder =
    env.ELECTRON_OVERRIDE_DIST_PATH ??
    join(dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json')), 'dist')
  const program = join(folder, PROGRAMS[process.platform] ?? 'electron')
  return existsSync(program)
    ? { program }
    : { reason: 'Electron is not installed (npx install-electron fetches it from where its releases are kept)' }
}
