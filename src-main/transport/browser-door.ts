/** The page on loopback: one server for its files and its socket, one random token for whoever was given the address. */
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Refusal } from '#contract/refusal.ts'
import type { Dispatch } from './dispatch.ts'
import type { EventRing } from './event-ring.ts'
import { answerFiles } from './http-files.ts'
import { readPageFiles } from './page-files.ts'
import { carryWebSockets } from './websocket-carrier.ts'

export type BrowserDoor = {
  /** With the token in its fragment, which browsers send to nobody. */
  url: string
  port: number
  pages(): number
  close(): Promise<void>
}

/** 256 bits, for the address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export async function openBrowserDoor(options: {
  dispatch: Dispatch
  ring: EventRing
  pageFolder: string
  /** 0 = any free one. */
  port?: number
  token?: string
}): Promise<BrowserDoor> {
  const { dispatch, ring, pageFolder, token = newToken() } = options
  const boundPort = (): number => (server.address() as AddressInfo).port
  const server: Server = createServer(answerFiles(readPageFiles(pageFolder), boundPort))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES'
      reject(taken ? new Refusal(`Port ${options.port} cannot be used; choose another.`, { field: 'port' }) : error)
    })
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const port = boundPort()
  const carrier = carryWebSockets(server, { dispatch, ring, port, token })
  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    pages: carrier.pages,
    close: () =>
      new Promise((resolve) => {
        carrier.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
