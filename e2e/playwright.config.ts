/** End-to-end tests of the browser door in Debian's Chromium, against a fresh data folder. Needs `npm run build` first. */
import { defineConfig } from '@playwright/test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHROMIUM } from './chromium.ts'
import { ADDRESS, PORT, TOKEN } from './door.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: [['list']],
  use: {
    baseURL: ADDRESS,
    viewport: { width: 1440, height: 900 },
    launchOptions: CHROMIUM,
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'browser door' }],
  webServer: {
    command: `"${process.execPath}" ../src-main/serve.ts`,
    url: ADDRESS,
    env: {
      ANNEAL_PORT: String(PORT),
      ANNEAL_TOKEN: TOKEN,
      ANNEAL_HOME: process.env.ANNEAL_E2E_HOME ?? mkdtempSync(join(tmpdir(), 'anneal-e2e-')),
    },
  },
})
