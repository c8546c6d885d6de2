/** Where the tests find the page, behind either door, and what every test starts from. */
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findElectron } from '../scripts/setup/electron.mjs'
import { copyProgram, TEST_WINDOW } from './stand-in.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const PORT = Number(process.env.ANNEAL_E2E_PORT ?? 4719)
export const TOKEN = 'e2e-token-that-no-other-page-knows-0123456789'
export const ADDRESS = `http://127.0.0.1:${PORT}`
const DESKTOP = 'app://anneal'

export type Door = 'browser' | 'desktop'

/** Every test fails if the page writes an error to its console, throws, or asks anything of another host. */
export const test = base.extend<{ page: Page }, { door: Door; desktop: ElectronApplication | null }>({
  door: ['browser', { option: true, scope: 'worker' }],

  /** One window for all tests, as a researcher has it. */
  desktop: [
    async ({ door }, use) => {
      if (door === 'browser') return use(null)
      const work = mkdtempSync(join(tmpdir(), 'anneal-e2e-window-'))
      const [home, userData] = ['home', 'user-data'].map((name) => join(work, name))
      const { program, reason } = findElectron(ROOT)
      if (!program) throw new Error(reason)
      const env = { ...process.env, ANNEAL_HOME: home, ANNEAL_NODE: process.execPath } as Record<string, string>
      const folder = TEST_WINDOW ? copyProgram(ROOT, TEST_WINDOW, join(work, 'program')) : ROOT
      // Chromium's sandbox refuses to start for root, as whom a container runs its tests.
      const args = [folder, `--user-data-dir=${userData}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
      const app = await _electron.launch({ executablePath: program, args, env })
      await use(app)
      await app.close()
      rmSync(work, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // The tab is opened for the window's tests too, and left unused: a fixture cannot choose what it is made from.
  page: async ({ page: tab, desktop }, use) => {
    const page = desktop ? await desktop.firstWindow() : tab
    const faults: string[] = []
    const ours = (address: string) => address.startsWith(desktop ? `${DESKTOP}/` : `${ADDRESS}/`)
    const listeners = {
      pageerror: (error: Error) => void faults.push(`thrown: ${error.message}`),
      console: (message: { type(): string; text(): string }) =>
        void (message.type() === 'error' && faults.push(`console: ${message.text()}`)),
      request: (request: { url(): string }) =>
        void (request.url().startsWith('blob:') || ours(request.url()) || faults.push(`left Anneal: ${request.url()}`)),
      websocket: (socket: { url(): string }) =>
        void (ours(socket.url().replace('ws:', 'http:')) || faults.push(`left Anneal: ${socket.url()}`)),
    }
    const each = Object.entries(listeners) as [never, never][]
    for (const [name, listener] of each) page.on(name, listener)
    await use(page)
    for (const [name, listener] of each) page.off(name, listener)
    if (desktop) await page.emulateMedia({ colorScheme: null })
    expect(faults).toEqual([])
  },
})

/** The page at a route, with nothing kept from before: a tab is new, the window forgets. */
export async function open(page: Page, route = 'schedules'): Promise<void> {
  if (page.url().startsWith(DESKTOP)) {
    await page.evaluate(`localStorage.clear(); sessionStorage.clear(); location.hash = '#/${route}'`)
    await page.reload()
  } else await page.goto(`/#/${route}&token=${TOKEN}`)
  await expect(page.getByText('Anneal: connected')).toBeAttached()
}

export { expect } from '@playwright/test'
