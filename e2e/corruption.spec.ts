/** Noise and a corruption over one time on the Schedules page: by mouse, by keyboard, with the strip, taken out, clean in both themes. */
import type { Page } from '@playwright/test'
import { seriousFindings } from './axe.ts'
import { expect, open, test } from './door.ts'

const strip = (page: Page) => page.getByRole('img', { name: /image 0 at t =/ })
/** The specs know nothing of the DOM but this. */
type Canvas = {
  width: number
  height: number
  toDataURL(): string
  getContext(kind: '2d'): { getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray } }
}
const canvas = (page: Page) => strip(page).locator('canvas')
/** The pictures themselves, not what is said of them. */
const pixels = (page: Page) => canvas(page).evaluate((one) => (one as unknown as Canvas).toDataURL())
const painted = (page: Page) =>
  canvas(page).evaluate((one) => {
    const own = one as unknown as Canvas
    return own
      .getContext('2d')
      .getImageData(0, 0, own.width, own.height)
      .data.some((value) => value > 0)
  })
const knot = (page: Page, name: string) => page.getByRole('slider', { name })
const valueOf = async (page: Page, name: string) => Number(await knot(page, name).getAttribute('aria-valuenow'))

test.describe.configure({ timeout: 120_000 })

test.beforeEach(async ({ page }) => {
  await open(page)
  await page.getByRole('radio', { name: 'Blur' }).press('Space')
  await expect.poll(() => painted(page)).toBe(true)
})

test('by mouse: either curve is dragged, the strip follows, and one undo takes it back', async ({ page }) => {
  const names = await page.getByRole('slider', { name: /^(Noise|Corruption) at t/ }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!)) // prettier-ignore
  const inside = names.filter((name) => !/t = (0|1)$/.test(name))
  const [noise, blur] = ['Noise', 'Corruption'].map((kind) => inside.filter((one) => one.startsWith(kind)))
  // Each where it lies between unlike neighbours: noise falls towards the data, blur at high t.
  for (const name of [noise[noise.length - 1], blur[Math.floor(blur.length / 2)]]) {
    const [before, shown] = [await valueOf(page, name), await pixels(page)]
    const box = (await knot(page, name).boundingBox())!
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + 14, { steps: 4 })
    await page.mouse.up()
    expect(await valueOf(page, name)).toBeLessThan(before)
    await expect.poll(() => pixels(page)).not.toBe(shown)
    await page.getByRole('button', { name: 'Undo (Ctrl+Z)' }).click()
    expect(await valueOf(page, name)).toBe(before)
    await expect.poll(() => pixels(page)).toBe(shown)
  }
})

test('by keyboard: a knot moves, a mask is shown in place of the blur, the file holds both curves, both themes are clean', async ({
  page,
}) => {
  const names = await page.getByRole('slider', { name: /^Corruption at t/ }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!)) // prettier-ignore
  const name = names[Math.floor(names.length / 2)]
  const [before, shown] = [await valueOf(page, name), await pixels(page)]
  await knot(page, name).focus()
  await page.keyboard.press('ArrowUp')
  expect(await valueOf(page, name)).toBeGreaterThan(before)
  await expect.poll(() => pixels(page)).not.toBe(shown)
  const blurred = await pixels(page)
  await page.getByRole('radio', { name: 'Mask' }).press('Space')
  await expect.poll(() => pixels(page)).not.toBe(blurred)
  await expect(page.getByText('share hidden')).toBeVisible()

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await expect(page.getByRole('group', { name: 'Format' }).getByRole('radio')).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Text to export' })).toContainText('"family": "curves"')
})
