/** Tests of a window of their own: installed and opened once for all of a file, closed and removed after it. */
import { expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { closeWindow, installForTests } from './launch.ts'

export const test = base.extend<{ page: Page }, { app: ElectronApplication }>({
  app: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const installed = installForTests()
      const app = await installed.launch()
      await expect((await app.firstWindow()).getByText('Anneal: connected')).toBeAttached()
      await use(app)
      await closeWindow(app)
      installed.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  page: async ({ app }, use) => use(await app.firstWindow()),
})
