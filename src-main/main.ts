/** The desktop door: one window on our own page, under our own protocol, with nothing of the web let in. Wiring only. */
import { app, dialog, ipcMain, Menu, session } from 'electron'
import { join } from 'node:path'
import { messageOf } from '#contract/refusal.ts'
import { createDispatch } from '#transport/dispatch.ts'
import { carryEvents, carryRequests } from '#transport/electron-carrier.ts'
import { createEventRing } from '#transport/event-ring.ts'
import { startWith, type StartProcess } from '#workers/start-process.ts'
import { installedProgram, outsideArchive } from '#program/installed-program.ts'
import { openServices } from './services.ts'
import { askedRun } from './window/asked-run.ts'
import { keepCrashNote } from './window/crash-notes.ts'
import { live } from './window/life.ts'
import { menuTemplate } from './window/menu.ts'
import { registerPageProtocol, servePage } from './window/page-protocol.ts'
import { openPageWindow, type Place } from './window/page-window.ts'
import { holdRules, holdSession, PAGE_ORIGIN } from './window/rules.ts'

const OUT = join(app.getAppPath(), 'out')

registerPageProtocol()
holdRules(app)
if (app.requestSingleInstanceLock()) open().catch(giveUp)
else app.quit()

/** Say, a history that a newer program wrote: there is no window yet that could show it. */
function giveUp(error: unknown) {
  dialog.showErrorBox('Anneal cannot start', messageOf(error))
  app.exit(1)
}

async function open() {
  const ring = createEventRing()
  const services = await openServices({ emit: ring.emit, startProcess: processStarter() })
  const dispatch = createDispatch(services.handlers, (request, error) => console.error(request, error))
  noteFaults(services.home)

  await app.whenReady()
  servePage(join(OUT, 'renderer'))
  holdSession(session.defaultSession)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ packaged: app.isPackaged })))
  carryRequests(ipcMain, dispatch, PAGE_ORIGIN)

  const routeOf = (words: readonly string[], folder: string) => {
    const asked = askedRun(words, folder, join(services.home, 'runs'))
    const number = asked === null ? null : services.numberOf(asked)
    return number === null ? null : `#/runs/${number}`
  }
  const place: Place = { route: routeOf(process.argv.slice(1), process.cwd()) ?? '' }
  function openWindow() {
    const preload = join(OUT, 'preload', 'preload.cjs')
    const window = openPageWindow({ place, preload, packaged: app.isPackaged, onFault: pageFell })
    carryEvents(window.webContents, ring)
    return window
  }
  function pageFell(reason: string, exitCode: number) {
    const what = 'The page ended unasked and was opened again; runs went on.'
    const note = keepCrashNote(services.home, { what, facts: { reason, exitCode, version: app.getVersion() } })
    services.notify(note === null ? what : `${what} A note of it is ${note}.`)
  }
  live(app, { openWindow, routeOf, work: services.work, idle: services.idle, close: services.close })
}

/** A fault in one part is noted and ends that part; the training behind it goes on. */
function noteFaults(home: string) {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      console.error(event, error)
      const { message, stack } = error instanceof Error ? error : new Error(String(error))
      keepCrashNote(home, { what: `${event}: ${message}`, facts: { version: app.getVersion() }, stack })
    })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit' && reason !== 'killed')
      keepCrashNote(home, { what: `A process of Electron ended: ${type}.`, facts: { reason, exitCode } })
  })
}

/** Engines run on a Node of their own: the one that is installed with the program; in a checkout, the one that `npm start` found. */
function processStarter(): StartProcess {
  if (!app.isPackaged) return startWith(process.env.ANNEAL_NODE ?? 'node')
  const { node, environment } = installedProgram(process.resourcesPath)
  Object.assign(process.env, environment)
  const start = startWith(node)
  return (file, args, env) => start(outsideArchive(file), args, env)
}
