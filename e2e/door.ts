/** Where the tests find the page, and what every test starts from. */
import { expect, test as base, type Page } from '@playwright/test'

export const PORT = 4719
export const TOKEN = 'e2e-token-that-no-other-page-knows-0123456789'
export const ADDRESS = `http://127.0.0.1:${PORT}`

/** Every test fails if the page writes an error to its console, throws, or asks anything of another host. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`))
    page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`))
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url())
      if (protocol !== 'blob:' && host !== `127.0.0.1:${PORT}`) faults.push(`left loopback: ${request.url()}`)
    })
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== `127.0.0.1:${PORT}`) faults.push(`left loopback: ${socket.url()}`)
    })
    await use(page)
    expect(faults).toEqual([])
  },
})

export async function open(page: Page, route = 'schedules'): Promise<void> {
  await page.goto(`/#/${route}&token=${TOKEN}`)
  await expect(page.getByText('Anneal: connected')).toBeAttached()
}

export { expect } from '@playwright/test'
