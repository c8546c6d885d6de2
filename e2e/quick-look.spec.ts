/**
 * The first story of the workbench, with the shipped network: from the first page to samples in one click, another curve on
 * the same noise, both side by side and their differences; by mouse, then by keyboard alone. Prints what it measured.
 */
import type { Locator, Page } from '@playwright/test'
import { expect, open, test } from './door.ts'
import { findHandle } from './handle.ts'
import { tabTo } from './keys.ts'

test.describe.configure({ timeout: 300_000 })
const LONG = { timeout: 120_000 }

const panel = (page: Page): Locator => page.locator('section').filter({ has: page.getByText('Quick look') })
const pictures = (page: Page): Locator => page.getByRole('img', { name: /^64 samples along/ })
const curve = (page: Page): Locator => page.getByRole('slider', { name: /^Curve of/ })
const sigma = (page: Page): Promise<string | null> => curve(page).getAttribute('aria-valuenow')
/** Before Ctrl+Enter or a click there may be pictures of the look before; the newest is drawn first. */
const newest = (page: Page): Locator => panel(page).locator('figure').first()

/** Milliseconds from `begin` to the first preview and to the last digit. */
async function timed(page: Page, begin: () => Promise<void>): Promise<{ first: number; all: number }> {
  const begun = performance.now()
  await begin()
  await expect(newest(page).getByText(/^step \d+ of \d+/)).toBeVisible(LONG)
  const first = Math.round(performance.now() - begun)
  await expect(newest(page).getByText(/\d+ NFE · /)).toBeVisible(LONG)
  return { first, all: Math.round(performance.now() - begun) }
}
const print = (what: string, { first, all }: { first: number; all: number }) =>
  console.log(`${what}: first previews after ${first} ms, 64 digits after ${all} ms`)

/** Each look is kept beside the next; the newest two are held against each other. */
async function expectBeside(page: Page, count = 2): Promise<void> {
  await expect(pictures(page)).toHaveCount(count)
  await expect(panel(page).getByText(/^\d+ of 64 samples differ on the same noise/)).toBeVisible()
  await expect(page.getByRole('img', { name: /^Class proportions\./ })).toBeVisible()
}

test('by mouse: one click from the first page, another curve, both on the same noise', async ({ page }) => {
  await open(page, 'welcome')
  const start = page.getByRole('button', { name: 'Take a quick look' })
  print('quick look, engine just started', await timed(page, () => start.click()))
  await expect(pictures(page)).toHaveCount(1)

  // Levels that begin at 1, where an image can still be made out: other digits come of the same noise.
  await page.getByRole('textbox', { name: 'Largest sigma' }).fill('1')
  await page.keyboard.press('Enter')
  const sample = panel(page).getByRole('button', { name: 'Sample', exact: true })
  print('quick look, warm engine', await timed(page, () => sample.click()))
  await expectBeside(page)
  const differing = Number(
    /^\d+/.exec(
      (await panel(page)
        .getByText(/samples differ on the same noise/)
        .textContent())!.trim(),
    )![0],
  )
  expect(differing).toBeGreaterThan(0)

  const before = await sigma(page)
  const at = await findHandle(page, curve(page))
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  await page.mouse.move(at.x, at.y - 20, { steps: 5 })
  await page.mouse.up()
  expect(await sigma(page)).not.toBe(before)
  print('quick look, dragged curve', await timed(page, () => sample.click()))
  await expectBeside(page, 3)
})

test('by keyboard alone, and cancelled at once', async ({ page }) => {
  await open(page, 'welcome')
  const start = page.getByRole('button', { name: 'Take a quick look' })
  await tabTo(page, start)
  print('quick look by keyboard', await timed(page, () => page.keyboard.press('Enter')))
  await tabTo(page, curve(page))
  const before = await sigma(page)
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowUp')
  expect(await sigma(page)).not.toBe(before)
  // From within a field too: what was typed is what is sampled.
  await tabTo(page, page.getByRole('textbox', { name: 'Sigma of the selected point' }))
  await page.keyboard.type('17')
  print('the same noise again', await timed(page, () => page.keyboard.press('Control+Enter')))
  expect(await sigma(page)).toBe('17')
  await expectBeside(page)

  await curve(page).focus()
  await page.keyboard.press('Control+Enter')
  await expect(newest(page).getByText(/^step \d+ of \d+/)).toBeVisible(LONG)
  const begun = performance.now()
  await page.keyboard.press('Escape')
  await expect(newest(page).getByText('cancelled')).toBeVisible()
  console.log(`cancelled after ${Math.round(performance.now() - begun)} ms`)
  await expect(panel(page).getByRole('progressbar')).toHaveCount(0)
})
