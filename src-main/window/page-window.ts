/** The one window: our page in a sandbox, opened again where it was when its process ends or hangs. Main and its work go on meanwhile. */
import { BrowserWindow, dialog, type Rectangle } from 'electron'
import { PAGE_ORIGIN } from './rules.ts'

/** Where the window was and what it showed; kept while there is none. */
export type Place = { bounds?: Rectangle; route: string }
export type PageWindowOptions = {
  place: Place
  preload: string
  packaged: boolean
  /** The page's process ended unasked, or was ended because it hung. */
  onFault: (reason: string, exitCode: number) => void
}

/** A page that falls this often in a minute is not opened again without asking. */
const FALLS = 3
const MINUTE = 60_000

export function openPageWindow({ place, preload, packaged, onFault }: PageWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...place.bounds,
    minWidth: 820,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !packaged,
    },
  })
  const { webContents } = window
  const falls: number[] = []

  async function openAgain(): Promise<void> {
    falls.push(Date.now())
    if (falls.filter((at) => Date.now() - at < MINUTE).length > FALLS && (await doubt(window)) === 'close')
      return window.close()
    webContents.reload()
  }
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    onFault(reason, exitCode)
    void openAgain()
  })

  let answered = new AbortController()
  window.on('unresponsive', () => {
    answered = new AbortController()
    void isHung(window, answered.signal).then((hung) => hung && webContents.forcefullyCrashRenderer())
  })
  window.on('responsive', () => answered.abort())

  window.on('closed', () => answered.abort())
  window.on('close', () => (place.bounds = window.getNormalBounds()))
  webContents.on('did-navigate-in-page', (_event, url) => (place.route = new URL(url).hash))
  window.once('ready-to-show', () => window.show())
  showRoute(window, place.route)
  return window
}

/** Within the same document, so that nothing of the page is lost. */
export const showRoute = (window: BrowserWindow, route: string): void =>
  void window.loadURL(`${PAGE_ORIGIN}/index.html${route}`)

async function isHung(window: BrowserWindow, signal: AbortSignal): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Anneal',
    message: 'The page does not answer.',
    detail: 'Runs go on whatever you choose. Opened again, the page comes back where it was.',
    buttons: ['Wait', 'Open it again'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal,
  })
  return response === 1 && !window.isDestroyed()
}

async function doubt(window: BrowserWindow): Promise<'open' | 'close'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Anneal',
    message: 'The page has ended again and again within a minute.',
    detail: 'Notes on it are in the folder crashes of the data folder. Runs go on meanwhile.',
    buttons: ['Open it again', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0 ? 'open' : 'close'
}
