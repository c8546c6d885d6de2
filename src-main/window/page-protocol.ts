/** The page under a protocol of its own: the built files and nothing else, never `file:`. */
import { protocol } from 'electron'
import { pagePath, readPageFiles } from '#transport/page-files.ts'
import { pageHeaders } from '#transport/page-headers.ts'
import { PAGE_ORIGIN } from './rules.ts'

/** Before Electron is ready: a scheme like `https`, with an origin of its own, to which nothing else is granted. */
export function registerPageProtocol(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
}

export function servePage(folder: string): void {
  const files = readPageFiles(folder)
  const headers = pageHeaders("'none'")
  protocol.handle('app', (request) => {
    const file = request.url.startsWith(`${PAGE_ORIGIN}/`) && files.get(pagePath(request.url.slice(PAGE_ORIGIN.length)))
    if (!file) return new Response('No such file', { status: 404, headers })
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'Content-Type': file.type } })
  })
}
