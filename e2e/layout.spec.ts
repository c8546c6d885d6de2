/** What a page must never do: keep the colours of another theme, move under a dialog, lay words over words, at any width. */
import type { Page } from '@playwright/test'
import { BOXES, SIDEWAYS, TOUCHING_TEXTS, TOUCHING_WORDS } from './boxes.ts'
import { expect, open, test } from './door.ts'
import { BEYOND, ROUTES } from './fits.ts'

test.describe.configure({ timeout: 480_000 })
const ENDS = { timeout: 120_000 }
/** In CI its ends, which are the hardest. */
const WIDTHS = process.env.CI ? [820, 2560] : [820, 1024, 1440, 2560]
const THEORY = ['oracle', 'high-dimension', 'families', 'league', 'texture', 'corruption', 'advisor'].map(
  (tab) => `theory/${tab}`,
)

/** Goes there as a link does. */
async function go(page: Page, route: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${route}'`)
  await page.waitForTimeout(250)
}
/** Once two looks at it, a moment apart, are the same. */
async function settled<T>(page: Page, look: string): Promise<T> {
  for (let before = '', tries = 0; tries < 60; tries++) {
    const now = JSON.stringify(await page.evaluate(look))
    if (now === before) return JSON.parse(now) as T
    before = now
    await page.waitForTimeout(120)
  }
  throw new Error('the page does not come to rest')
}

type Colours = Record<string, number>
/** The shares of the colours of every canvas, in steps of 16. */
const COLOURS = `[...document.querySelectorAll('main canvas')].map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  const shares = {}
  for (let i = 0; i < data.length; i += 4) {
    const colour = [0, 1, 2, 3].map((k) => (data[i + k] >> 4).toString(16)).join('')
    shares[colour] = (shares[colour] ?? 0) + 4 / data.length
  }
  return shares
})`
/** Share of the pixels of the canvas that differs most between the two. */
const apart = (a: Colours[], b: Colours[]) =>
  Math.max(...a.map((one, i) => Object.keys({ ...one, ...b[i] }).reduce((sum, colour) => sum + Math.abs((one[colour] ?? 0) - (b[i]?.[colour] ?? 0)) / 2, 0))) // prettier-ignore
/** A level that was chosen is not chosen after a reload, and a canvas may be a few pixels lower: half of what two themes differ by. */
const ALIKE = 0.015

test('a change of theme leaves no canvas in the colours of the other: each is as after a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await open(page)
  const asAfterReload = async (route: string, now: Colours[]) => {
    await page.reload()
    await expect.poll(async () => apart(await page.evaluate(COLOURS), now), route).toBeLessThan(ALIKE)
  }
  let seen = 0
  for (const route of [...ROUTES, ...THEORY]) {
    await go(page, route)
    if (!(await page.locator('main canvas').count())) continue
    const light = await settled<Colours[]>(page, COLOURS)
    seen += light.length
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const dark = await settled<Colours[]>(page, COLOURS)
    if (route === 'schedules') for (const [i, one] of dark.entries()) expect(apart([one], [light[i]])).toBeGreaterThan(0.03) // prettier-ignore
    await asAfterReload(route, dark)
    await page.getByRole('button', { name: 'Switch to the light theme' }).click()
    await expect.poll(async () => apart(await page.evaluate(COLOURS), light), route).toBeLessThan(ALIKE)
  }
  expect(seen).toBeGreaterThan(5)

  // And as the system has it, where nobody chose.
  await page.evaluate(`localStorage.removeItem('anneal.theme'); location.hash = '#/schedules'`)
  await page.reload()
  await expect(page.locator('main canvas').first()).toBeVisible()
  const light = await settled<Colours[]>(page, COLOURS)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(async () => apart(await page.evaluate(COLOURS), light)).toBeGreaterThan(0.03)
  await asAfterReload('schedules', await settled(page, COLOURS))
})

const press = (key: string) => (page: Page) => page.keyboard.press(key)
const click = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click()
const DIALOGS: readonly (readonly [what: string, route: string, show: (page: Page) => Promise<void>])[] = [
  ['import of levels', 'schedules', press('i')],
  ['export of a schedule', 'schedules', press('e')],
  ['fit', 'schedules', press('f')],
  ['run of schedules', 'schedules', press('r')],
  ['keyboard sheet', 'schedules', press('?')],
  ['palette', 'schedules', press('Control+Shift+P')],
  ['import of data', 'datasets', click('Import')],
  ['import of a network', 'models', click('Import')],
  ['judging of files', 'compare', click('Judge files …')],
]

test('a dialog lies within the window, its words apart, and the page behind it does not move', async ({ page }) => {
  await open(page)
  for (const width of [820, 1440, 2560]) {
    await page.setViewportSize({ width, height: width < 1000 ? 620 : 900 })
    for (const [what, route, show] of DIALOGS) {
      const where = `${what} at ${width}`
      await go(page, route)
      const before = await settled<string[]>(page, BOXES)
      await show(page)
      const dialog = page.getByRole('dialog')
      await expect(dialog, where).toBeVisible()
      expect(await settled(page, BOXES), where).toEqual(before)
      const box = (await dialog.boundingBox())!
      expect(Math.min(box.x, box.y), where).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width, where).toBeLessThanOrEqual(width)
      expect(box.y + box.height, where).toBeLessThanOrEqual(page.viewportSize()!.height)
      expect(await page.evaluate(TOUCHING_WORDS), where).toEqual([])
      await page.keyboard.press('Escape')
      await expect(dialog, where).toHaveCount(0)
    }
  }
})

/** Runs whose pages have figures of every kind: exact samples, their evaluation, a training of three steps. */
async function makeRuns(page: Page): Promise<string[]> {
  const made = async (yaml: string) => {
    await go(page, 'runs/new')
    await page.getByRole('textbox', { name: 'YAML' }).fill(yaml)
    await page.getByRole('button', { name: 'Queue run' }).click()
    await expect(page.locator('header').getByText('finished', { exact: true })).toBeVisible(ENDS)
    return page.url().split('#/')[1]
  }
  const schedule = '{family: karras, levels: 6, sigma_max: 20, sigma_min: 0.05, rho: 7, data_range: [0, 1]}'
  const train =
    'dataset: {name: mixture}\nnetwork: {architecture: mlp, width: 8, depth: 1}\ntraining: {steps: 30, batch_size: 8}\n'
  const samples = await made(`kind: sample\nname: a first one with a name of some length\nscore: {name: gaussian, dataset: {name: mnist, subset: {n: 64}}}\nschedule: ${schedule}\nsampler: {name: euler}\nn: 24\n`) // prettier-ignore
  const number = samples.split('/')[1]
  const judged = await made(`kind: evaluate\nname: judged\nsamples: '${number}'\nreference: {name: mnist, subset: {n: 64}}\n`) // prettier-ignore
  const trained = await made(`kind: train\nname: small\n${train}`)
  return [samples, judged, trained, `compare?runs=${number},${trained.split('/')[1]}`]
}

test('no text of a figure lies over another or leaves it, and no words over words, from 820 to 2,560 pixels', async ({
  page,
}) => {
  await open(page)
  const made = await makeRuns(page)
  for (const route of [
    ...ROUTES,
    ...THEORY,
    'datasets/mnist-test',
    'models/mnist-unet',
    'studies/ncsn-sigma1',
    ...made,
  ]) {
    await page.setViewportSize({ width: 1440, height: 900 })
    await go(page, route)
    await settled(page, TOUCHING_WORDS)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      const faults = () => page.evaluate(`[...${TOUCHING_TEXTS}, ...${TOUCHING_WORDS}, ...${BEYOND}, ...${SIDEWAYS}]`)
      await expect.poll(faults, { message: `${route} at ${width}`, timeout: 5000 }).toEqual([])
    }
  }
})

test('the curve of a sampling run has its noise over the steps of the walk', async ({ page }) => {
  await open(page, 'runs')
  await page.getByLabel('Filter the runs').fill('kind:sample "a first one with a name"')
  await page.getByRole('grid', { name: 'Runs' }).getByRole('link').first().click()
  // One a level, and the last that ends in 0.
  await expect(page.getByRole('img', { name: /^Sigma\. At sampling step [67] it is/ })).toBeVisible()
  await expect(page.getByLabel('Smoothing')).toHaveCount(0)
})
