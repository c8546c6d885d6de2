/** The browser door: the same page and services as the desktop window, on loopback. Never imports electron. */
import { join } from 'node:path'
import { createDispatch } from '#transport/dispatch.ts'
import { createEventRing } from '#transport/event-ring.ts'
import { openBrowserDoor, type BrowserDoor } from '#transport/browser-door.ts'
import { openServices } from './services.ts'

const PAGE_FOLDER = join(import.meta.dirname, '..', 'out', 'renderer')

export async function serve(
  options: { home?: string; port?: number; token?: string; pageFolder?: string } = {},
): Promise<BrowserDoor> {
  const ring = createEventRing()
  const env = options.home ? { ...process.env, ANNEAL_HOME: options.home } : process.env
  const services = await openServices({ env, emit: ring.emit })
  const dispatch = createDispatch(services.handlers, (request, error) => console.error(request, error))
  const door = await openBrowserDoor({
    dispatch,
    ring,
    pageFolder: options.pageFolder ?? PAGE_FOLDER,
    port: options.port,
    token: options.token,
  })
  return { ...door, close: () => door.close().then(services.close) }
}

if (import.meta.main) {
  const port = process.env.ANNEAL_PORT ? Number(process.env.ANNEAL_PORT) : undefined
  const door = await serve({ port, token: process.env.ANNEAL_TOKEN })
  console.log(`Anneal is open at ${door.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void door.close().then(() => process.exit(0)))
}
