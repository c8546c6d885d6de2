/** A schedule fitted to the shipped network: from the canvas to the new curve with its evidence, by mouse, then by keyboard. */
import type { Page } from '@playwright/test'
import { expect, open, test } from './door.ts'
import { tabTo } from './keys.ts'

test.describe.configure({ timeout: 600_000 })
const LONG = { timeout: 540_000 }

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Fit a schedule to a score' })
const name = (page: Page) => page.getByRole('textbox', { name: 'Name of the schedule' })

test('by mouse: Fit …, four levels, and the curve on the sheet with what was gained', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Fit …' }).click()
  await dialog(page).getByRole('combobox', { name: 'Sampler' }).selectOption('euler')
  await dialog(page).getByRole('combobox', { name: 'Method' }).selectOption('sharp-euler')
  await dialog(page).getByRole('textbox', { name: 'Levels' }).fill('4')
  await dialog(page).getByRole('textbox', { name: 'Held-out starts' }).fill('8')
  await dialog(page).getByRole('button', { name: 'Fit', exact: true }).click()
  await expect(dialog(page).getByRole('progressbar', { name: 'Fitting' })).toBeVisible()
  await expect(dialog(page).getByRole('status')).toContainText('on the sheet', LONG)
  const row = (levels: string) => dialog(page).getByRole('row', { name: new RegExp(`^${levels} [\\d.]+ \\[`) })
  for (const levels of ['fitted', 'curve in use', 'Karras']) await expect(row(levels)).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Done' }).click()
  await expect(name(page)).toHaveValue(/^sharp-euler, mnist-unet, euler, 4 levels/)
  await expect(page.getByText(/^Fitted to mnist-unet, euler, by sharp-euler\./)).toBeVisible()

  // the evidence is the schedule's: it is there after a reload, and goes when the curve is another
  await page.waitForTimeout(700)
  await page.reload()
  await page.getByText(/^Fitted to mnist-unet/).click()
  await expect(page.getByText(/over 8 starts that were held out/)).toBeVisible()
  await page.getByRole('slider', { name: /^Curve of/ }).focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText(/^Fitted to mnist-unet/)).toHaveCount(0)
})

test('by keyboard: F opens it, Enter begins, and Cancel ends it without a trace', async ({ page }) => {
  await open(page)
  await page.keyboard.press('f')
  await expect(dialog(page)).toBeVisible()
  const fit = dialog(page).getByRole('button', { name: 'Fit', exact: true })
  await tabTo(page, fit)
  await page.keyboard.press('Enter')
  const cancel = dialog(page).getByRole('button', { name: 'Cancel' })
  await tabTo(page, cancel)
  await page.keyboard.press('Enter')
  await expect(fit).toBeVisible(LONG)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await expect(name(page)).toHaveValue('karras')
})
