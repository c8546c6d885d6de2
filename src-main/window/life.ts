/** The life of the desktop program: its window, a second start, closing while a run is at work, the end. */
import { dialog, type App, type BrowserWindow } from 'electron'
import { CHOICES, closingQuestion, isWorking, type WorkUnderWay } from './leaving.ts'
import { showRoute } from './page-window.ts'

export type LifeOptions = {
  openWindow: () => BrowserWindow
  work: () => WorkUnderWay
  /** Resolves once nothing is at work or in the queue. */
  idle: () => Promise<void>
  close: () => Promise<void>
  /** The page's address of the run that a start names; null for none. */
  routeOf: (words: readonly string[], folder: string) => string | null
}

/** background: there is no window, and the program ends when nothing is left to do. */
type Stage = 'open' | 'asking' | 'background' | 'stopping' | 'closed'

export function live(app: App, { openWindow, work, idle, close, routeOf }: LifeOptions): void {
  let stage: Stage = 'open'
  let window: BrowserWindow | null = null

  function show(): void {
    if (stage === 'stopping' || stage === 'closed') return
    if (window === null) {
      if (stage === 'background') stage = 'open'
      window = openWindow()
      window.on('close', (event) => {
        if (stage !== 'asking' && !(stage === 'open' && isWorking(work()))) return
        event.preventDefault()
        void ask()
      })
      window.on('closed', () => (window = null))
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  async function ask(): Promise<void> {
    if (stage !== 'open' || window === null) return
    stage = 'asking'
    const { response } = await dialog.showMessageBox(window, closingQuestion(work()))
    const choice = CHOICES[response]
    if (choice === 'stop') return stop()
    stage = choice === 'background' ? 'background' : 'open'
    if (choice !== 'background') return
    window?.destroy()
    await idle()
    // The window may have been wanted again meanwhile.
    if ((stage as Stage) === 'background') app.quit()
  }

  /** Everything on disk, then the end. */
  function stop(): void {
    if (stage === 'stopping' || stage === 'closed') return
    stage = 'stopping'
    window?.hide()
    void close().finally(() => {
      stage = 'closed'
      app.quit()
    })
  }

  app.on('second-instance', (_event, words, folder) => {
    show()
    const route = routeOf(words.slice(1), folder)
    if (route !== null && window) showRoute(window, route)
  })
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (stage !== 'background') app.quit()
  })
  app.on('before-quit', (event) => {
    if (stage === 'closed') return
    event.preventDefault()
    if (window !== null && (stage === 'asking' || (stage === 'open' && isWorking(work())))) void ask()
    else stop()
  })
  // Whoever ends the session or the terminal is not asked.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  show()
}
