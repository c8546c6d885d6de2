/** The desktop door: one window on our own page, under our own protocol, with nothing of the web let in. Wiring only. */
import { app, BrowserWindow, dialog, ipcMain, protocol, session } from 'electron'
import { join } from 'node:path'
import { messageOf } from '#contract/refusal.ts'
import { createDispatch } from '#transport/dispatch.ts'
import { carryEvents, carryRequests } from '#transport/electron-carrier.ts'
import { createEventRing } from '#transport/event-ring.ts'
import { pagePath, readPageFiles } from '#transport/page-files.ts'
import { pageHeaders } from '#transport/page-headers.ts'
import { startWith, type StartProcess } from '#workers/start-process.ts'
import { installedProgram, outsideArchive } from '#program/installed-program.ts'
import { openServices } from './services.ts'

const PAGE_ORIGIN = 'app://anneal'
const OUT = join(app.getAppPath(), 'out')

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])

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

  await app.whenReady()
  servePage()
  refusePermissions()
  carryRequests(ipcMain, dispatch, PAGE_ORIGIN)
  const window = openWindow()
  carryEvents(window.webContents, ring)

  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault() // Quit once more when the services have put everything on disk.
    void services.close().finally(() => {
      closed = true
      app.quit()
    })
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

function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 820,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(OUT, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${PAGE_ORIGIN}/index.html`)
  return window
}

function servePage() {
  const files = readPageFiles(join(OUT, 'renderer'))
  const headers = pageHeaders("'none'")
  protocol.handle('app', (request) => {
    const file = request.url.startsWith(`${PAGE_ORIGIN}/`) && files.get(pagePath(request.url.slice(PAGE_ORIGIN.length)))
    if (!file) return new Response('No such file', { status: 404, headers })
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'Content-Type': file.type } })
  })
}

function refusePermissions() {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
}
