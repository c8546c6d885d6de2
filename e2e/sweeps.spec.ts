/** A sweep from "Vary …" on a run to its table: by mouse with a pause and a hole, by keyboard alone; then in both themes. */
import type { Locator, Page } from '@playwright/test'
import { seriousFindings } from './axe.ts'
import { expect, open, test } from './door.ts'
import { tabTo } from './keys.ts'
import { savedBy } from './saved.ts'

test.describe.configure({ timeout: 240_000 })
const ENDS = { timeout: 120_000 }

/** An exact score, so that nothing is trained and a run takes a second; a seed of its own, so that a second try starts runs of its own. */
const drawn = (seed: number) => `kind: sample
name: exact
score: {name: gaussian, dataset: {name: mnist, subset: {n: 500}}}
schedule: {family: geometric, levels: 4, sigma_max: 20, sigma_min: 0.05, data_range: [0, 1]}
sampler: {name: langevin, inner: 1, eps: 0.001}
n: 16
seed: ${seed}
`
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Vary' })
const sweepState = (page: Page, state: string): Locator => page.locator('header').getByText(state, { exact: true })
const tableOf = (page: Page): Locator => page.getByRole('region', { name: 'Table' }).getByRole('table')

/** A finished run of the configuration, opened. */
async function runOf(page: Page, yaml: string): Promise<void> {
  await open(page, 'runs/new/sample')
  await page.getByRole('textbox', { name: 'YAML' }).fill(yaml)
  await page.getByRole('checkbox', { name: 'then evaluate' }).uncheck()
  await page.getByRole('button', { name: 'Queue run' }).click()
  await expect(page.locator('header').getByText('finished', { exact: true })).toBeVisible(ENDS)
}

test('by mouse: varied, paused, gone on with, judged; what fails is a hole with its reason', async ({ page, desktop }, {
  retry,
}) => {
  await runOf(page, drawn(retry))
  await page.getByRole('button', { name: 'Vary …' }).click()
  await dialog(page).getByLabel('Name of the sweep').fill('steps of Langevin')
  await dialog(page).getByLabel('Field', { exact: true }).selectOption('sampler.eps')
  await dialog(page).getByLabel('Values of sampler.eps').fill('')
  await expect(dialog(page).getByRole('alert')).toContainText('sampler.eps: Give a list')
  await dialog(page).getByLabel('Values of sampler.eps').fill('0.001, 0.002, 1e30')
  await expect(dialog(page).getByText(/^5 runs to start, 1 there already/)).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Start 5 runs' }).click()
  await expect(page.getByRole('heading', { name: /^\d+ steps of Langevin$/ })).toBeVisible()

  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(sweepState(page, 'paused')).toBeVisible(ENDS)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(sweepState(page, 'ended with holes')).toBeVisible(ENDS)
  await expect(page.getByText('5 of 6 runs, 1 failed')).toBeVisible()

  // One row a combination, a sampling joined with its evaluation; the samples that diverged could not be judged.
  const rows = tableOf(page).locator('tbody tr')
  await expect(rows).toHaveCount(4)
  await expect(tableOf(page).getByRole('button', { name: 'Fréchet distance' })).toBeVisible()
  await expect(tableOf(page).getByText(/^judge: failed\. .*not finite/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('link', { name: /^judge, .*failed/ })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Fréchet distance against eps\./ })).toBeVisible()
  await page.getByText('All settings', { exact: true }).click()
  await expect(page.getByRole('img', { name: /^Settings and Fréchet distance\./ })).toBeVisible()
  // Half of an axis marked keeps its rows, a click there clears it.
  const foot = (await page.getByRole('slider', { name: 'eps, from' }).boundingBox())!
  const end = (await page.getByRole('slider', { name: 'eps, to' }).boundingBox())!
  const middle = foot.x + foot.width / 2
  await page.mouse.move(middle, foot.y)
  await page.mouse.down()
  await page.mouse.move(middle, (foot.y + end.y) / 2, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByText('2 of 3, as marked in the figure')).toBeVisible()
  await expect(rows).toHaveCount(2)
  await page.mouse.click(middle, (foot.y + end.y) / 2)
  await expect(rows).toHaveCount(4)

  const csv = await savedBy(page, desktop, () => page.getByRole('button', { name: 'CSV', exact: true }).last().click())
  expect(csv.name).toMatch(/^\d+-.*\.csv$/)
  const [head, ...lines] = csv.text.trim().split('\n')
  expect(head.split(',').slice(0, 3)).toEqual(['draw.sampler.eps', 'draw run', 'judge run'])
  expect(lines.map((line) => Number(line.split(',')[0]))).toEqual([0.001, 0.002, 1e30])

  await askTheRuns(page, `kind:sample score:gaussian eps<0.01 seed:${retry}`)
})

/** The same runs as a table of settings and results: found, grouped, drawn, kept as a view that a reload does not lose. */
async function askTheRuns(page: Page, sought: string): Promise<void> {
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  const grid = page.getByRole('grid', { name: 'Runs' })
  const filter = page.getByLabel('Filter the runs')
  await filter.fill('kind:sample sampler.ep<0.01')
  await expect(page.getByText('No run has sampler.ep. Did you mean sampler.eps?')).toBeVisible()
  await filter.fill(sought)
  await expect(page.getByText(/^2 of \d+ runs$/)).toBeVisible()
  await page.locator('summary', { hasText: 'Columns' }).click()
  await page.getByLabel('sampler.eps', { exact: true }).check()
  await page.locator('summary', { hasText: 'Columns' }).click()
  await expect(grid.getByRole('columnheader', { name: 'eps' })).toBeVisible()
  await grid.getByRole('button', { name: 'eps' }).click()
  const rows = grid.getByRole('row')
  await expect(rows.nth(1)).toContainText('0.001')
  await expect(rows.nth(2)).toContainText('0.002')
  await page.getByRole('button', { name: 'Draw values of the runs in sight' }).click()
  // Runs of other stories were judged otherwise, so that the distance may bear its conditions in its name.
  await expect(page.getByRole('img', { name: /^Fréchet distance(?: \([^)]*\))? against eps\./ })).toBeVisible()
  await page.getByLabel('Groups', { exact: true }).selectOption('sampler.eps')
  await page.locator('summary', { hasText: 'Views' }).click()
  await page.getByLabel('Name of this view').fill('small steps')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.reload()
  await expect(filter).toHaveValue(sought)
  await expect(page.getByLabel('Groups', { exact: true })).toHaveValue('sampler.eps')
  await filter.fill('')
  await page.locator('summary', { hasText: 'Views' }).click()
  await page.getByRole('button', { name: 'small steps', exact: true }).click()
  await expect(filter).toHaveValue(sought)
}

test('a list typed into a field of the form is a sweep', async ({ page }) => {
  await open(page, 'runs/new/sample')
  await page.getByRole('textbox', { name: 'YAML' }).fill(drawn(0))
  const form = page.getByRole('form', { name: 'Configuration' })
  await form.getByLabel('sigma_max', { exact: true }).fill('10..40 log 3')
  await form.getByLabel('sigma_max', { exact: true }).press('Enter')
  await expect(page.getByText('A sweep over schedule.sigma_max.')).toBeVisible()
  await page.getByRole('button', { name: 'Plan the sweep …' }).click()
  await expect(dialog(page).getByLabel('Values of schedule.sigma_max')).toHaveValue('10..40 log 3')
  await dialog(page).getByLabel('then evaluate').uncheck()
  await expect(dialog(page).getByRole('button', { name: /^Start [23] runs$/ })).toBeEnabled()
})

test('by keyboard alone, from the list of runs to the table', async ({ page }) => {
  await open(page, 'runs')
  await tabTo(page, page.getByLabel('Filter the runs'))
  await page.keyboard.type('exact')
  await tabTo(page, page.getByRole('grid', { name: 'Runs' }))
  await expect(page.getByRole('row', { name: /exact/ }).first()).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Vary …' })).toBeEnabled()
  await page.keyboard.press('Control+Shift+P')
  await page.keyboard.type('vary this')
  await page.keyboard.press('Enter')
  const values = dialog(page).getByLabel(/^Values of/)
  await tabTo(page, values)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('10..40 log 3')
  await tabTo(page, dialog(page).getByLabel('Seeds each'))
  await page.keyboard.type('2')
  await tabTo(page, dialog(page).getByLabel('then evaluate'))
  await page.keyboard.press('Space')
  await expect(dialog(page).getByRole('button', { name: /^Start \d runs?$/ })).toBeEnabled()
  await tabTo(page, values)
  await page.keyboard.press('Enter')
  await expect(sweepState(page, 'finished')).toBeVisible(ENDS)
  await expect(tableOf(page).locator('tbody tr')).toHaveCount(3)
  // The first of the two seeds is that of the run, which a second try of the test before made another.
  await page
    .getByText(/^sigma max 10, seed \d$/)
    .first()
    .scrollIntoViewIfNeeded()
  await expect(
    page.getByRole('img', { name: /^The first samples of run \d+: sigma max 10, seed \d$/ }).first(),
  ).toBeVisible()
  await tabTo(page, page.getByRole('radio', { name: 'Against a factor' }))
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await tabTo(page, page.getByRole('slider', { name: 'sigma max, from' }))
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('4 of 6, as marked in the figure')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('as marked in the figure')).toHaveCount(0)
  await tabTo(page, page.getByRole('radio', { name: 'All settings' }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Differences' })).toBeChecked()
  await expect(page.getByRole('img', { name: /^Paired differences: / })).toBeVisible()
  await expect(page.getByText(/With 2 seeds and 3 tests no p below 1 can come out/)).toBeVisible()
  // The largest sigma_1 first, once its column is asked twice.
  await tabTo(page, tableOf(page).getByRole('button', { name: 'sigma max' }))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(tableOf(page).locator('tbody td').first()).toHaveText('40')
})

for (const theme of ['light', 'dark'] as const)
  test(`a sweep has no serious finding, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await open(page, 'sweeps')
    await page
      .getByRole('link', { name: /steps of Langevin/ })
      .first()
      .click()
    await expect(tableOf(page)).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Try failed runs again' }).waitFor()
  })
