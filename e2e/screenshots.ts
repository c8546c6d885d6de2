/**
 * Pictures of every page in both themes and at two sizes, for docs/screenshots, from runs that are made for them where they are
 * missing: ANNEAL_HOME=FOLDER node e2e/screenshots.ts [name ...], after `npm run build`. Takes some minutes the first time.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import type { Reply, RequestName, Requests } from '#contract/requests.ts'
import type { RunRecord } from '#contract/run.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { openBrowserDoor } from '#transport/browser-door.ts'
import { createDispatch } from '#transport/dispatch.ts'
import { createEventRing } from '#transport/event-ring.ts'
import { CHROMIUM } from './chromium.ts'
import { openServices } from '../src-main/services.ts'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'docs', 'screenshots')
const PAGE_FOLDER = process.env.ANNEAL_SCREENS_PAGE ?? join(ROOT, 'out', 'renderer')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
]
const THEMES = ['light', 'dark'] as const

type Shot = { route: string; prepare?: (page: Page) => Promise<void> }
const settle = (page: Page) => page.waitForTimeout(2500)
const SHOTS: Readonly<Record<string, Shot>> = {
  welcome: { route: 'welcome' },
  schedules: { route: 'schedules', prepare: twoLooks },
  'schedules-oracle': { route: 'schedules', prepare: openOracle },
  'schedules-blur': { route: 'schedules', prepare: blurShaped },
  runs: { route: 'runs' },
  'run-training': { route: 'runs/1' },
  'run-samples': { route: 'runs/2' },
  'new-run': { route: 'runs/new/sample' },
  sweep: { route: 'sweeps', prepare: sweepMade },
  compare: { route: 'runs', prepare: compareAll },
  datasets: { route: 'datasets/mnist-test' },
  models: { route: 'models/mnist-unet' },
  'theory-oracle': { route: 'theory/oracle' },
  'theory-high': { route: 'theory/high-dimension' },
  'theory-families': { route: 'theory/families' },
  'theory-texture': { route: 'theory/texture' },
  'theory-corruption': { route: 'theory/corruption', prepare: pictureRestored },
  'theory-advisor': { route: 'theory/advisor', prepare: adviceGiven },
  studies: { route: 'studies' },
  study: { route: 'studies/ncsn-sigma1' },
  settings: { route: 'settings', prepare: measuredSettings },
}

const ring = createEventRing()
const services = await openServices({ emit: ring.emit })
const dispatch = createDispatch(services.handlers, (request, error) => console.error(request, error))
const door = await openBrowserDoor({ dispatch, ring, pageFolder: PAGE_FOLDER })
const browser = await chromium.launch(CHROMIUM)
mkdirSync(OUT, { recursive: true })
try {
  if ((await ask('runs/list', {})).length === 0) await makeRuns()
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SHOTS)
  for (const name of wanted) for (const theme of THEMES) await shoot(name, theme)
} finally {
  await browser.close()
  await door.close()
  await services.close()
}

/** One page, at every size in turn. */
async function shoot(name: string, theme: (typeof THEMES)[number]): Promise<void> {
  const { route, prepare } = SHOTS[name]
  const context = await browser.newContext({ viewport: SIZES[0], colorScheme: theme })
  const page = await context.newPage()
  await page.goto(door.url.replace('#', `#/${route}&`))
  await page.getByText('Anneal: connected').waitFor({ state: 'attached' })
  await prepare?.(page)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await settle(page)
    const png = await page.screenshot()
    await sharp(png)
      .png({ palette: true, colours: 128, effort: 10 })
      .toFile(join(OUT, `${name}-${theme}-${size.width}.png`))
  }
  await context.close()
}

async function twoLooks(page: Page): Promise<void> {
  const done = page.getByText(/NFE · /)
  await page.keyboard.press('Control+Enter')
  await done.first().waitFor({ timeout: 600_000 })
  await page.getByRole('textbox', { name: 'Largest sigma' }).fill('1')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await done.nth(1).waitFor({ timeout: 600_000 })
}

/** Noise and blur over one time, with the strip below them. */
async function blurShaped(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Blur' }).press('Space')
  await page.getByRole('img', { name: /image 0 at t =/ }).waitFor({ timeout: 60_000 })
}

/** With the folder as it is for most, not the one that the pictures are made in. */
async function adviceGiven(page: Page): Promise<void> {
  await page.getByText('measuring distances').waitFor({ state: 'hidden', timeout: 120_000 })
}

async function measuredSettings(page: Page): Promise<void> {
  await page.getByText('Matrix product').waitFor({ timeout: 600_000 })
  await page
    .locator('section code')
    .first()
    .evaluate((code) => void (code.textContent = '~/.local/share/anneal'))
}

async function pictureRestored(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Restore' }).click()
  await page.getByRole('heading', { name: /^Restorations, and/ }).waitFor({ timeout: 120_000 })
}

async function openOracle(page: Page): Promise<void> {
  await page.getByRole('group', { name: 'Beside the canvas' }).getByText('Exact error').click()
}

async function compareAll(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Runs' }).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('c')
  await page.getByRole('heading', { name: 'Compare', exact: true }).waitFor()
}

/** Where there is none: sigma_1 and the number of levels over two seeds with the exact score, judged. */
async function sweepMade(page: Page): Promise<void> {
  if ((await ask('sweeps/list', {})).length === 0)
    await ask('sweeps/start', {
      sweep: {
        kind: 'sweep',
        name: 'sigma_1 and levels',
        steps: {
          draw: {
            kind: 'sample',
            score: { name: 'gaussian', dataset: { name: 'mnist', subset: { n: 500 } } },
            schedule: { family: 'karras', levels: 8, sigma_max: 20, sigma_min: 0.01, rho: 7, data_range: [0, 1] },
            sampler: { name: 'heun' },
            n: 128,
          },
          judge: { kind: 'evaluate', samples: '@draw' },
        },
        vary: { 'draw.schedule.sigma_max': [1, 5, 20, 80], 'draw.schedule.levels': [4, 8, 16], 'draw.seed': [0, 1] },
      },
    })
  await page.locator('header').getByText('finished', { exact: true }).waitFor({ timeout: 900_000 })
}

/** A small training, and digits along four schedules on one noise, each judged. */
async function makeRuns(): Promise<void> {
  const schedules = [
    { family: 'karras', levels: 18, sigma_max: 20, sigma_min: 0.01, rho: 7 },
    { family: 'geometric', levels: 18, sigma_max: 20, sigma_min: 0.01 },
    { family: 'karras', levels: 8, sigma_max: 20, sigma_min: 0.01, rho: 7 },
    { family: 'karras', levels: 18, sigma_max: 1, sigma_min: 0.01, rho: 7 },
  ] as const
  await finished({
    kind: 'train',
    name: 'small unet',
    dataset: { name: 'mnist', subset: { n: 2000 } },
    network: { architecture: 'unet', base: 16, multipliers: [1, 2], data_range: [0, 1] },
    training: { steps: 150, batch_size: 32, preview_every: 30 },
  } as RunConfigInput)
  const names = ['karras', 'geometric', 'karras, 8 levels', 'karras from 1']
  for (const [i, schedule] of schedules.entries()) {
    const name = names[i]
    const samples = await finished({
      kind: 'sample',
      name,
      network: 'mnist-unet',
      schedule: { ...schedule, data_range: [0, 1] },
      sampler: { name: 'heun' },
      n: 128,
      tags: ['range'],
    } as RunConfigInput)
    await finished({ kind: 'evaluate', name: `${name}, judged`, samples: String(samples.number) } as RunConfigInput)
  }
}

async function finished(config: RunConfigInput): Promise<RunRecord> {
  const { id } = await ask('runs/start', { config })
  for (;;) {
    const run = await ask('runs/get', { id })
    if (run.state === 'finished') return run
    if (run.state !== 'queued' && run.state !== 'running')
      throw new Error(`run ${run.number} ${run.state}: ${run.reason}`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function ask<N extends RequestName>(name: N, input: Requests[N]['in']): Promise<Requests[N]['out']> {
  const reply = (await dispatch(name, input)) as Reply<Requests[N]['out']>
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value
}
