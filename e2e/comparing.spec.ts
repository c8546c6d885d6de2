/** Runs side by side: samples on one noise, their differences and order, seeds as one, trainings over one another, and figures taken in hand. */
import type { Locator, Page } from '@playwright/test'
import { expect, open, test } from './door.ts'

test.describe.configure({ timeout: 240_000 })
const ENDS = { timeout: 120_000 }

const drawn = (levels: number, seed: number) => `kind: sample
name: ${levels} levels
seed: ${seed}
score: {name: gaussian, dataset: {name: mnist, subset: {n: 64}}}
schedule: {family: karras, levels: ${levels}, sigma_max: 20, sigma_min: 0.05, rho: 7, data_range: [0, 1]}
sampler: {name: euler}
n: 16
`
const trained = (rate: number) => `kind: train
name: rate ${rate}
dataset: {name: mixture}
network: {architecture: mlp, width: 8, depth: 1}
training: {steps: 60, batch_size: 8, learning_rate: ${rate}}
`
/** Queued from the YAML, by keys; its number once it has ended. */
async function run(page: Page, yaml: string): Promise<number> {
  await page.evaluate(`location.hash = '#/runs/new'`)
  await page.getByRole('textbox', { name: 'YAML' }).fill(yaml)
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('header').getByText('finished', { exact: true })).toBeVisible(ENDS)
  return Number(/\d+/.exec(await page.getByRole('heading', { level: 1 }).innerText())![0])
}
const go = (page: Page, route: string) => page.evaluate(`location.hash = '#/${route}'`)

let few: number
let many: number

test('samples on one noise: the difference shown and seen large, their order dragged and moved by keys, kept', async ({
  page,
}) => {
  await open(page)
  few = await run(page, drawn(3, 0))
  many = await run(page, drawn(12, 0))
  await go(page, `compare?runs=${few},${many}`)
  await page.getByLabel('Show what differs').check()
  await expect(page.getByRole('img', { name: `What differs in the first samples of run ${many} from run ${few}` })).toBeVisible() // prettier-ignore
  await page.getByRole('img', { name: new RegExp(`^The first samples of run ${few}`) }).click()
  const dialog = page.getByRole('dialog')
  const before = Number(/\d+/.exec(await dialog.getByRole('heading').innerText())![0])
  await expect(dialog.getByRole('img', { name: `What differs in sample ${before} of run ${many} from run ${few}` })).toBeVisible() // prettier-ignore
  await page.keyboard.press('ArrowRight')
  await expect(dialog.getByRole('img', { name: `Sample ${before + 1} of run ${few}` })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  const address = () => page.evaluate<string>('location.hash')
  const grip = (number: number): Locator => page.getByRole('button', { name: new RegExp(`^Place of run ${number},`) })
  await grip(many).press('ArrowLeft')
  await expect.poll(address).toBe(`#/compare?runs=${many},${few}`)
  await grip(many).dragTo(grip(few))
  await expect.poll(address).toBe(`#/compare?runs=${few},${many}`)
  await grip(few).press('ArrowRight')
  await page.reload()
  await expect(grip(many)).toHaveAttribute('aria-label', `Place of run ${many}, 1 of 2`)
  await expect.poll(address).toBe(`#/compare?runs=${many},${few}`)
})

test('seeds are one row of mean and sd; a comparison that was given a name comes back', async ({ page }) => {
  await open(page)
  const other = await run(page, drawn(3, 1))
  await go(page, `compare?runs=${few},${other},${many}`)
  const table = page.getByRole('region', { name: 'Metrics' })
  await expect(table.getByRole('row', { name: /3 levels, mean ± sd 32 2 seeds/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'What differs between the runs' })).toContainText('schedule.levels')
  await page.locator('summary', { hasText: 'Views' }).click()
  await page.getByLabel('Name of this view').fill('three')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await go(page, `compare?runs=${many}`)
  await expect(page.getByRole('main').getByRole('status')).toContainText(/1\s+run, \d evaluated/)
  await page.getByRole('button', { name: 'three', exact: true }).click()
  await expect(page.getByRole('main').getByRole('status')).toContainText(/3\s+runs, \d evaluated/)
})

test('trainings lie over one another by step, images or time; a part is seen large, a series hidden, an axis set', async ({
  page,
}) => {
  await open(page)
  const [slow, fast] = [await run(page, trained(0.001)), await run(page, trained(0.01))]
  await go(page, `compare?runs=${slow},${fast}`)
  const figure = page.getByRole('img', { name: new RegExp(`^Losses\\. ${slow} rate 0.001: .*; ${fast} rate 0.01: `) })
  await expect(figure).toBeVisible()
  const differs = page.getByRole('region', { name: 'What differs between the runs' })
  await expect(differs).toContainText('training.learning_rate')
  await expect(differs).not.toContainText('batch_size')

  const axis = page.getByRole('group', { name: 'Horizontal axis' })
  for (const [choice, title] of [
    ['images', 'images seen'],
    ['time', 'minutes of training'],
    ['step', 'step'],
  ]) {
    // prettier-ignore
    await axis.getByText(choice, { exact: true }).click()
    await expect(figure.getByText(title, { exact: true })).toBeVisible()
  }
  const hide = page.getByRole('button', { name: `${slow} rate 0.001`, exact: true })
  const lines = figure.locator('path')
  const both = await lines.count()
  await hide.click()
  await expect(hide).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(() => lines.count()).toBeLessThan(both)
  await hide.click()
  await expect(lines).toHaveCount(both)

  // Not the numbers at its axes: on a narrow range those of both scales may be the same.
  const curves = () => lines.evaluateAll((paths) => paths.map((path) => path.getAttribute('d')))
  const log = page.getByRole('button', { name: 'log y', exact: true })
  await expect(log).toHaveAttribute('aria-pressed', 'true')
  const onLog = await curves()
  await log.click()
  await expect(log).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(curves).not.toEqual(onLog)

  const box = (await figure.boundingBox())!
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.3 * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.6 * box.height, { steps: 4 })
  const whole = await curves()
  await page.mouse.up()
  await expect(page.getByRole('button', { name: 'Whole' })).toBeVisible()
  await expect.poll(curves).not.toEqual(whole)
  await page.getByRole('button', { name: 'Whole' }).click()
  await expect.poll(curves).toEqual(whole)
})

test('pointing at one linked view shows the place on all that share its axis, and what is said leaves the chart', async ({
  page,
}) => {
  await open(page)
  const views = page.getByRole('region', { name: 'Linked views' })
  const chart = views.getByRole('img', { name: /^log-SNR\./ })
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await expect.poll(() => views.locator('.canvas > i').count()).toBeGreaterThan(1)
  await expect(page.getByText(/^step i \d/)).toBeVisible()
  await page.mouse.move(box.x + box.width / 2, box.y - 300)
  await expect(views.locator('.canvas > i')).toHaveCount(0)
})
