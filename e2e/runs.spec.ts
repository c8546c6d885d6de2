/** A network trained, sampled from, judged and compared: by mouse, by keyboard alone, and over a reload in mid-run. */
import type { Locator, Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import { seriousFindings } from './axe.ts'
import { expect, open, test } from './door.ts'
import { savedBy } from './saved.ts'
import { tabTo } from './keys.ts'

test.describe.configure({ timeout: 240_000 })
const ENDS = { timeout: 120_000 }

const stateOf = (page: Page, state: string): Locator => page.locator('header').getByText(state, { exact: true })
async function fill(page: Page, label: string | RegExp, value: string): Promise<void> {
  const field = page
    .getByRole('form', { name: 'Configuration' })
    .getByLabel(label, { exact: true })
    .filter({ visible: true })
  await field.fill(value)
  await field.blur()
}
const yaml = (page: Page): Locator => page.getByRole('textbox', { name: 'YAML' })

const TINY = `kind: train
name: tiny
dataset: {name: mnist, subset: {n: 64}}
network: {architecture: unet, base: 8, multipliers: [1, 2], data_range: [0, 1]}
training: {steps: 3, batch_size: 8}
`

test('a network is trained by mouse, sampled from, judged and compared', async ({ page, desktop }) => {
  await open(page, 'runs')
  await page.getByRole('button', { name: 'New run' }).click()
  await fill(page, 'Steps', '3')
  await fill(page, 'Batch size', '8')
  await fill(page, 'Base channels', '8')
  await page.locator('summary', { hasText: 'Subset' }).click()
  await fill(page, 'Per class', '10')
  await expect(page.getByLabel('What it would cost')).toContainText(/Parameters ?39,401/)
  // The form writes the YAML, and the YAML the form.
  await expect(yaml(page)).toHaveValue(/training:\n {2}steps: 3\n {2}batch_size: 8/)
  await yaml(page).fill((await yaml(page).inputValue()).replace('mnist-unet-quick', 'by mouse'))
  await expect(page.getByRole('form', { name: 'Configuration' }).getByLabel('Name').first()).toHaveValue('by mouse')
  await page.getByRole('button', { name: 'Queue run' }).click()
  await expect(page.getByRole('heading', { name: /^\d+ by mouse$/ })).toBeVisible()
  await expect(stateOf(page, 'finished')).toBeVisible(ENDS)
  await expect(page.getByRole('img', { name: /^Loss\. At step 3/ })).toBeVisible()

  await page.getByRole('button', { name: 'Sample from it' }).click()
  await fill(page, 'Levels', '4')
  await fill(page, 'Number, n', '16')
  // What it costs and what the doctor says of it stand there before it is queued.
  await expect(page.getByRole('region', { name: 'Doctor' })).toBeVisible()
  await expect(page.getByLabel('What it would cost')).toContainText(/NFE.*7 a sample.*112/)
  await page.getByRole('checkbox', { name: 'then evaluate' }).uncheck()
  await page.getByRole('button', { name: 'Queue run' }).click()
  await expect(stateOf(page, 'finished')).toBeVisible(ENDS)
  await expect(page.getByRole('img', { name: /The first samples of run/ })).toBeVisible()

  await page.getByRole('button', { name: 'Evaluate' }).click()
  await page.locator('summary', { hasText: 'Subset' }).click()
  await fill(page, 'Per class', '20')
  await page.getByRole('button', { name: 'Queue run' }).click()
  await expect(stateOf(page, 'finished')).toBeVisible(ENDS)
  await expect(page.getByRole('img', { name: /^Class proportions\./ })).toBeVisible()
  await expect(page.getByRole('rowheader', { name: 'Fréchet distance' })).toBeVisible()
  // Another part of the data than was learned is said to be.
  await expect(page.getByText(/^Judged against mnist, 20 of each class\.$/)).toBeVisible()
  await expect(page.getByText(/while run \d+ was drawn with a score of mnist, 10 of each class/)).toBeVisible()

  await page.getByRole('link', { name: /karras, 4 levels/ }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('img', { name: /^Noise schedules\..*4 levels/ })).toBeVisible()
  await expect(page.getByText('1 run, 1 evaluated')).toBeVisible()
  await page.getByText('Trainings', { exact: true }).click()
  await page.getByRole('checkbox', { name: /by mouse/ }).check()
  await expect(page.getByRole('img', { name: /^Losses\. \d+ by mouse: / })).toBeVisible()
  await expect(page.getByRole('region', { name: 'What differs between the runs' })).toContainText('schedule.levels')
  await page.getByRole('checkbox', { name: /by mouse/ }).uncheck()
  await page.getByText('Samplings', { exact: true }).click()
  const figure = page.getByRole('group', { name: 'Save Noise schedules' })
  const svg = await savedBy(page, desktop, () => figure.getByRole('button', { name: 'SVG' }).click())
  expect(svg.text).toMatch(/^<\?xml .*\n<svg .*karras, 4 levels/)
  expect(svg.text).not.toMatch(/style=|class=|var\(/)
  const png = await savedBy(page, desktop, () => figure.getByRole('button', { name: 'PNG' }).click())
  expect(await sharp(png.bytes).metadata()).toMatchObject({ format: 'png' })
  await page.getByRole('button', { name: 'Export' }).click()
  const saved = await savedBy(page, desktop, () => page.getByRole('button', { name: 'Report (HTML)' }).click())
  expect(saved.name).toBe('comparison.html')
  expect(saved.text).toMatch(/^<!doctype html>/i)

  const npz = await savedBy(page, desktop, () => page.getByRole('button', { name: 'Samples (npz)' }).click())
  const zip = await savedBy(page, desktop, () => page.getByRole('button', { name: 'Samples (PNG)' }).click())
  expect(zip.name).toMatch(/-png\.zip$/)
  const pixels = unzipSync(npz.bytes)['arr_0.npy'].subarray(-16 * 784)
  const files = unzipSync(zip.bytes)
  expect(Object.keys(files)).toHaveLength(16)
  const last = await sharp(files['000015.png']).removeAlpha().toColourspace('b-w').raw().toBuffer()
  expect([...last]).toEqual([...pixels.subarray(15 * 784)])
})

test('the same by keyboard alone, from the list and back to it', async ({ page }) => {
  await open(page, 'schedules')
  await page.keyboard.press('Alt+2')
  await expect(page.getByRole('heading', { name: 'Runs', exact: true })).toBeVisible()
  await page.keyboard.press('n')
  await tabTo(page, yaml(page))
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(TINY.replace('tiny', 'by keyboard'))
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: /by keyboard/ })).toBeVisible()
  await expect(stateOf(page, 'finished')).toBeVisible(ENDS)
  await page.keyboard.press('Escape')
  await tabTo(page, page.getByRole('grid', { name: 'Runs' }))
  await page.keyboard.press('Home')
  await page.keyboard.press(' ')
  await expect(page.getByRole('row', { selected: true })).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /by keyboard/ })).toBeVisible()
})

test('a reload in mid-run finds it running; it is cancelled, and goes on from where it was', async ({ page }) => {
  await open(page, 'runs/new')
  await yaml(page).fill(TINY.replace('tiny', 'long').replace('steps: 3', 'steps: 100000, checkpoint_every: 5'))
  await page.getByRole('button', { name: 'Queue run' }).click()
  await expect(page.getByText(/\d+ of 100000 steps/)).toBeVisible(ENDS)
  await page.reload()
  await expect(stateOf(page, 'running')).toBeVisible()
  await expect(page.getByText(/\d+ of 100000 steps/)).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(stateOf(page, 'cancelled')).toBeVisible(ENDS)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(stateOf(page, 'running')).toBeVisible(ENDS)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(stateOf(page, 'cancelled')).toBeVisible(ENDS)
})

test('what is refused stands at its field, from the schema and from main', async ({ page }) => {
  await open(page, 'runs/new/sample')
  await fill(page, 'Levels', '0')
  const levels = page.getByLabel('Levels')
  await expect(levels).toHaveAttribute('aria-invalid', 'true')
  await fill(page, 'Levels', '4')
  await fill(page, 'Network', '999999')
  await page.getByRole('button', { name: 'Queue run' }).click()
  await expect(page.getByLabel('Network')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('there is no run 999999').first()).toBeVisible()
})

test('runs are filtered, put into the trash and brought back', async ({ page }) => {
  await open(page, 'runs')
  await page.getByLabel('Filter the runs').fill('state:cancelled long')
  const row = page.getByRole('row', { name: /long/ })
  await expect(row).toHaveCount(1)
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Trash', exact: true }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toHaveCount(1)
})

for (const theme of ['light', 'dark'] as const)
  test(`runs, their details and their comparison have no serious finding, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await open(page, 'runs')
    await page.getByLabel('Groups', { exact: true }).selectOption('seed')
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
    // Found by a filter: the list holds what is in sight alone.
    const find = page.getByLabel('Filter the runs')
    for (const [wanted, link] of [
      ['kind:train "by mouse"', 'by mouse'],
      ['kind:evaluate', /evaluation of/],
    ] as const) {
      await page.getByLabel('Groups', { exact: true }).selectOption('none')
      await find.fill(wanted)
      await page.getByRole('row', { name: link }).first().getByRole('link').first().click()
      await expect(page.getByRole('region', { name: 'Log' })).toBeVisible()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('link', { name: 'Runs', exact: true }).last().click()
    }
    await find.fill('kind:sample state:finished')
    await page
      .getByRole('row', { name: /Sample finished/ })
      .first()
      .getByRole('checkbox')
      .check()
    await page.getByRole('button', { name: /^Compare/ }).click()
    await expect(page.getByRole('region', { name: 'Metrics' })).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
  })

test('a finished training is trained further at a click, in a run of its own', async ({ page }) => {
  await open(page, 'runs/new/train')
  await yaml(page).fill(TINY.replace('name: tiny', 'name: half'))
  await page.getByRole('button', { name: 'Queue run' }).click()
  await expect(stateOf(page, 'finished')).toBeVisible(ENDS)
  await page.getByRole('button', { name: 'Train further …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Train further' })
  await expect(dialog.getByRole('textbox', { name: 'Steps in all' })).toHaveValue('6')
  await expect(dialog.getByText(/bit for bit, what 6 steps at once would have given/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Train further' }).click()
  await expect(page.getByRole('heading', { name: /^\d+ half, 6 steps$/ })).toBeVisible(ENDS)
  await expect(stateOf(page, 'finished')).toBeVisible(ENDS)
  await expect(page.getByRole('img', { name: /^Loss\. At step 6/ })).toBeVisible()
})
