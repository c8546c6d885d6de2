/** The browser door: the same page and services as the desktop window, on loopback. Never imports electron. */
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
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

async function main(): Promise<void> {
  const { ANNEAL_PORT, ANNEAL_TOKEN } = process.env
  // No child needs it, and what it is given it could pass on.
  delete process.env.ANNEAL_TOKEN
  const door = await serve({ port: portOf(ANNEAL_PORT), token: ANNEAL_TOKEN || undefined })
  console.log(`Anneal is open at ${door.url}`)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void door.close().then(() => process.exit(0)))
  // A fault in one part is told and ends that part; the training behind the door goes on.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => console.error(event, error))
}

function portOf(text: string | undefined): number | undefined {
  if (!text) return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new Refusal(`ANNEAL_PORT must be a whole number from 0 to 65535, got ${text}.`, { field: 'ANNEAL_PORT' })
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    console.error(`anneal: ${error.message}`)
    process.exitCode = 1
  })
}
