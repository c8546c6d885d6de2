/** `npm start`: the desktop window where Electron's program and a display are there, else the browser door; says which. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Where Electron's program lies in its folder, on the systems that do not simply call it `electron`. */
/** @type {Partial<Record<NodeJS.Platform, string>>} */
const PROGRAMS = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

const electronFolder = () => join(dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'dist')

/** Path of Electron's program, or why the window cannot be opened. Never starts a download. */
function desktop() {
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!hasDisplay) return { reason: 'there is no display' }
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? electronFolder()
  const program = join(folder, PROGRAMS[process.platform] ?? 'electron')
  return existsSync(program) ? { program } : { reason: 'Electron is not installed (npx install-electron fetches it)' }
}

if (!existsSync(join(root, 'out', 'renderer', 'index.html'))) {
  console.error('The page has not been built yet. Run: npm run build')
  process.exit(1)
}
const { program, reason } = desktop()
if (program) console.log('Opening the desktop window.')
else console.log(`Opening the browser door, since ${reason}.`)
const child = program
  ? spawn(program, [root], { stdio: 'inherit' })
  : spawn(process.execPath, [join(root, 'src-main', 'serve.ts')], { stdio: 'inherit' })
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
