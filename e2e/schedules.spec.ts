/** A schedule shaped by mouse and by keyboard alone, from the first curve to an exported file. */
import type { Page } from '@playwright/test'
import { expect, open, test } from './door.ts'
import { findHandle } from './handle.ts'

const curve = (page: Page) => page.getByRole('slider', { name: /^Curve of/ })
const sigmaNow = async (page: Page) => Number(await curve(page).getAttribute('aria-valuenow'))
const undo = (page: Page) => page.getByRole('button', { name: /^Undo/ })

test.beforeEach(async ({ page }) => open(page))

test('by mouse: drag a level, take it back, change the family and its parameters', async ({ page }) => {
  const at = await findHandle(page, curve(page))
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  const before = await sigmaNow(page)
  await page.mouse.move(at.x, at.y - 12, { steps: 6 })
  await page.mouse.up()
  expect(await sigmaNow(page)).toBeGreaterThan(before)
  await expect(page.getByRole('radio', { name: 'List' })).toBeChecked()

  await undo(page).click()
  await expect(page.getByRole('radio', { name: 'Family' })).toBeChecked()
  expect(await sigmaNow(page)).toBe(before)

  await page.getByRole('combobox', { name: 'Family' }).selectOption('geometric')
  await page.getByRole('textbox', { name: 'Levels' }).fill('232')
  await page.getByRole('textbox', { name: 'Levels' }).press('Enter')
  await expect(page.getByRole('button', { name: /karras.*geometric · 232 levels/ })).toBeVisible()
  await page.getByRole('textbox', { name: 'Smallest sigma' }).fill('90')
  await page.getByRole('textbox', { name: 'Smallest sigma' }).press('Enter')
  await expect(page.getByText(/sigma_max must be above sigma_min/).first()).toBeVisible()
  await undo(page).click()
  await expect(page.getByText(/sigma_max must be above/)).toHaveCount(0)
})

test('by keyboard: walk the levels, nudge one, type a number, add, remove, undo without end', async ({ page }) => {
  await curve(page).focus()
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight')
  await expect(curve(page)).toHaveAttribute('aria-valuetext', /^Level 6 of 18/)
  const before = await sigmaNow(page)
  await page.keyboard.press('ArrowUp')
  expect(await sigmaNow(page)).toBeCloseTo(before * 1.01, 6)
  await page.keyboard.press('Shift+ArrowUp')
  expect(await sigmaNow(page)).toBeCloseTo(before * 1.01 ** 11, 6)
  await page.keyboard.press('Enter')
  await page.keyboard.type('11.5')
  await page.keyboard.press('Enter')
  expect(await sigmaNow(page)).toBe(11.5)
  await curve(page).focus()
  await page.keyboard.press('Insert')
  await expect(curve(page)).toHaveAttribute('aria-valuetext', /^Level 7 of 19/)
  await page.keyboard.press('Delete')
  await expect(curve(page)).toHaveAttribute('aria-valuetext', /of 18/)
  for (let i = 0; i < 12; i++) await page.keyboard.press('Control+z')
  await expect(page.getByRole('radio', { name: 'Family' })).toBeChecked()
  await expect(undo(page)).toBeDisabled()
})

test('a pasted list comes out again bit for bit, and survives a reload', async ({ page }) => {
  await page.keyboard.press('i')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Levels' }).fill('0.01\n0.1\n0.30000000000000004\n50')
  await expect(page.getByText('4 levels: turned round, largest first.')).toBeVisible()
  await page.getByRole('button', { name: 'Put on the sheet' }).click()
  await expect(page.getByRole('textbox', { name: 'Name of the schedule' })).toHaveValue('pasted')
  await page.waitForTimeout(700)
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Name of the schedule' })).toHaveValue('pasted')
  await page.keyboard.press('e')
  await expect(page.getByRole('region', { name: 'Text to export' })).toContainText('0.30000000000000004')
  await expect(page.getByRole('region', { name: 'Text to export' })).toContainText('"order": "falling"')
})

test('every command is in the palette, by its name', async ({ page }) => {
  await page.keyboard.press('Control+Shift+P')
  await page.keyboard.type('duplicate')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of the schedule' })).toHaveValue('karras (2)')
  await page.getByRole('textbox', { name: 'Name of the schedule' }).press('Escape')
  await page.getByRole('heading', { name: 'Sheet' }).click()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('eight schedules lie over one another, and a ninth is declined in words', async ({ page }) => {
  for (let i = 0; i < 7; i++) await page.getByRole('button', { name: 'New schedule' }).click()
  await expect(page.getByRole('button', { name: /^Overlay/, pressed: true })).toHaveCount(8)
  await page.getByRole('button', { name: /^Overlay/, pressed: false }).click()
  await expect(page.getByRole('list', { name: 'Notices' }).getByText('At most 8 schedules are overlaid')).toBeVisible()
})

test('a saved schedule is in the library, and another tab opens it', async ({ page, context }) => {
  const name = `saved ${Date.now()}`
  await page.getByRole('textbox', { name: 'Name of the schedule' }).fill(name)
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('list', { name: 'Notices' }).getByText('is saved')).toBeVisible()
  const other = await context.newPage()
  await open(other)
  await other.evaluate('localStorage.clear()')
  await other.reload()
  await other.getByRole('button', { name: new RegExp(`^${name}.*18 levels`) }).click()
  await expect(other.getByRole('textbox', { name: 'Name of the schedule' })).toHaveValue(name)
})
