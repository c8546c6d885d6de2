/** What no page may do, held on every web contents and every session of Electron, whoever opens them. */
import type { App, Session, WebContents } from 'electron'

export const PAGE_ORIGIN = 'app://anneal'

/** Everything that leads out of the program. The page has its own protocol and the bridge; nothing else is ever asked for. */
const OUTSIDE = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*']

/** Copying to the clipboard on a click, by our own page: the one thing a page is allowed to ask. */
const COPY = 'clipboard-sanitized-write'

/** To be called before Electron is ready, so that nothing is made without them. */
export function holdRules(app: App): void {
  app.on('web-contents-created', (_event, contents) => holdContents(contents))
  app.on('session-created', holdSession)
}

export function holdContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // A link, a script, a dropped file, a redirect, a frame: none leads anywhere. What main itself loads raises none of these.
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'] as const)
    contents.on(event as 'will-navigate', (one) => one.preventDefault())
}

export function holdSession(session: Session): void {
  const isOurs = (url: string | undefined) =>
    url !== undefined && (url === PAGE_ORIGIN || url.startsWith(`${PAGE_ORIGIN}/`))
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === COPY && isOurs(requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === COPY && isOurs(origin))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest({ urls: OUTSIDE }, (_request, answer) => answer({ cancel: true }))
}
