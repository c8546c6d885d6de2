/** Main killed in mid-run: the page says so, finds it again, and the run goes on from its last checkpoint. */
import { expect, test, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PORT, TOKEN } from './door.ts'

test.describe.configure({ timeout: 240_000 })
const LONG = { timeout: 120_000 }
/** Not the door of the other tests: they must live. */
const OWN_PORT = PORT + 1

let home: string
let main: ChildProcess
async function startMain(): Promise<void> {
  main = spawn(process.execPath, [join(import.meta.dirname, '..', 'src-main', 'serve.ts')], {
    env: { ...process.env, ANNEAL_PORT: String(OWN_PORT), ANNEAL_TOKEN: TOKEN, ANNEAL_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(main.stdout!, 'data')
}
async function killMain(): Promise<void> {
  const gone = once(main, 'exit')
  main.kill('SIGKILL')
  await gone
}
test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'anneal-killed-'))
  await startMain()
})
test.afterEach(async () => {
  await killMain()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

const state = (page: Page, name: string) => page.locator('header').getByText(name, { exact: true })
const LONG_RUN = `kind: train
name: killed
dataset: {name: mnist, subset: {n: 64}}
network: {architecture: unet, base: 8, multipliers: [1, 2], data_range: [0, 1]}
training: {steps: 100000, batch_size: 8, checkpoint_every: 5}
`

test('states survive, the page comes back by itself, the run is resumed where it was', async ({ page }) => {
  await page.goto(`http://127.0.0.1:${OWN_PORT}/#/runs/new&token=${TOKEN}`)
  await page.getByRole('textbox', { name: 'YAML' }).fill(LONG_RUN)
  await page.getByRole('button', { name: 'Queue run' }).click()
  const progress = page.getByText(/\d+ of 100000 steps/)
  await expect(progress).toBeVisible(LONG)
  const stepsOf = async () => Number(/(\d+) of 100000/.exec((await progress.textContent()) ?? '')?.[1])
  await expect.poll(stepsOf, LONG).toBeGreaterThan(10)

  await killMain()
  await expect(page.getByRole('alert').filter({ hasText: 'connection to Anneal is lost' })).toBeVisible()
  await startMain()
  await expect(page.getByText('Anneal: connected')).toBeAttached(LONG)
  await expect(page.getByRole('alert').filter({ hasText: 'connection to Anneal is lost' })).toHaveCount(0)
  await expect(state(page, 'interrupted')).toBeVisible(LONG)

  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(state(page, 'running')).toBeVisible(LONG)
  await expect.poll(stepsOf, LONG).toBeGreaterThan(5)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(state(page, 'cancelled')).toBeVisible(LONG)
})
