/** End-to-end tests of the page behind both doors, each with a fresh data folder. Needs `npm run build` first. */
import { defineConfig, type Project } from '@playwright/test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findElectron } from '../scripts/setup/electron.mjs'
import ownTemporaryFolder from '../scripts/temporary-folder.mjs'
import { CHROMIUM } from './chromium.ts'
import { WINDOW } from './stand-in.ts'
import { ADDRESS, PORT, TOKEN, type Door } from './door.ts'
import { ROOT } from './launch.ts'

// The workers read this file too, and have the folder of the run that started them.
if (process.env.ANNEAL_E2E_TEMPORARY === undefined) {
  process.env.ANNEAL_E2E_TEMPORARY = 'made'
  process.on('exit', ownTemporaryFolder())
}

const electron = findElectron(ROOT).program
const specs = (...names: string[]) => names.map((name) => `${name}.spec.ts`)
/**
 * The page is the same behind both doors. Specs of the page alone that take minutes are shared between them, where there are two, so that
 * the whole ends in half an hour; the stories of runs, schedules, sweeps and studies go through both.
 */
const BROWSER_ALONE = specs('layout', 'comparing', 'judges', 'bring')
const WINDOW_ALONE = electron ? specs('accessibility', 'conditions', 'corruption', 'fit') : []

/** Debian's Chromium through `anneal serve`: everything but the window's own specs and the test that says why they were not run. */
const browser: Project<object, { door: Door }> = {
  name: 'browser door',
  workers: 1,
  testIgnore: ['not-run.spec.ts', 'window-*.spec.ts', ...WINDOW_ALONE],
}
/** Electron's own window, where it can be opened: the same specs, without those of the browser door itself. */
const desktop: Project<object, { door: Door }> = electron
  ? {
      name: WINDOW,
      workers: 1,
      // Now and then an Electron under a virtual screen does not come up; the report names what needed another try.
      retries: process.env.CI ? 2 : 0,
      testIgnore: [...specs('door', 'killed', 'returns', 'not-run'), ...BROWSER_ALONE],
      use: { door: 'desktop' },
    }
  : { name: 'desktop window', testMatch: 'not-run.spec.ts' }

export default defineConfig<object, { door: Door }>({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 60_000,
  expect: { timeout: 30_000 },
  // Both doors at once, each with a home of its own; within a door one test after the other, as they share what they made.
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    baseURL: ADDRESS,
    viewport: { width: 1440, height: 900 },
    launchOptions: CHROMIUM,
    trace: 'retain-on-failure',
  },
  projects: [browser, desktop],
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
