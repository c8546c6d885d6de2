/** The browser door: the same page and services as the desktop window, on loopback. Never imports electron. */
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { createDispatch } from '#transport/dispatch.ts'
import { createEventRing } from '#transport/event-ring.ts'
import { newToken, openBrowserDoor, type BrowserDoor } from '#transport/browser-door.ts'
import { keepAddress, keptAddress, type Address } from './doors/kept-address.ts'
import { openServices } from './services.ts'

const PAGE_FOLDER = join(import.meta.dirname, '..', 'out', 'renderer')

/** `kept`: port and token are those of the last time, where nothing else has the port; neither is then asked for. */
export async function serve(
  options: { home?: string; port?: number; token?: string; pageFolder?: string; kept?: boolean } = {},
): Promise<BrowserDoor> {
  const ring = createEventRing()
  const env = options.home ? { ...process.env, ANNEAL_HOME: options.home } : process.env
  const services = await openServices({ env, emit: ring.emit })
  const dispatch = createDispatch(services.handlers, (request, error) => console.error(request, error))
  const { pageFolder = PAGE_FOLDER, port, token } = options
  const open = (at: Partial<Address>) => openBrowserDoor({ dispatch, ring, pageFolder, ...at })
  const door = await (options.kept ? openWhereKept(services.home, open) : open({ port, token }))
  return { ...door, close: () => door.close().then(services.close) }
}

async function openWhereKept(home: string, open: (at: Partial<Address>) => Promise<BrowserDoor>): Promise<BrowserDoor> {
  const kept = keptAddress(home)
  if (kept)
    try {
      return await open(kept)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // Whoever listens there may have been given the token by an open tab: it opens nothing any more.
      console.error(`Port ${kept.port}, where this data folder was opened before, is in use; this time it is another.`)
      return open({})
    }
  const token = newToken()
  const door = await open({ token })
  keepAddress(home, { port: door.port, token })
  return door
}

/** Opens the door, says where, and closes it when the process is told to end. `port`: instead of ANNEAL_PORT. */
export async function serveUntilTold(port?: number): Promise<void> {
  const { ANNEAL_PORT, ANNEAL_TOKEN } = process.env
  // No child needs it, and what it is given it could pass on.
  delete process.env.ANNEAL_TOKEN
  const asked = { port: port ?? portOf(ANNEAL_PORT || undefined, 'ANNEAL_PORT'), token: ANNEAL_TOKEN || undefined }
  const door = await serve({ ...asked, kept: asked.port === undefined && asked.token === undefined })
  console.log(`Anneal is open at ${door.url}`)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void door.close().then(() => process.exit(0)))
  // A fault in one part is told and ends that part; the training behind the door goes on.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => console.error(event, error))
}

/** `name`: as whoever gave it calls it. */
export function portOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (text !== '' && Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new Refusal(`${name} must be a whole number from 0 to 65535, got ${text}.`, { field: name.replace(/^--/, '') })
}

if (import.meta.main) {
  await serveUntilTold().catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    console.error(`anneal: ${error.message}`)
    process.exitCode = 1
  })
}
