/** Where the tests find the page, behind either door, and what every test starts from. */
import { expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { closeWindow, installForTests } from './launch.ts'

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
      const installed = installForTests()
      const app = await installed.launch()
      await use(app)
      await closeWindow(app)
      installed.remove()
    },
    { scope: 'worker', timeout: 120_000 },
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
