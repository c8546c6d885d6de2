/** Theory in the page: the oracle keeps up with a drag, every tab answers, and nothing keeps anybody out. */
import type { Page } from '@playwright/test'
import { seriousFindings } from './axe.ts'
import { expect, open, test } from './door.ts'
import { countFrames } from './frames.ts'
import { findHandle } from './handle.ts'

const curve = (page: Page) => page.getByRole('slider', { name: /^Curve of/ })
const oracle = (page: Page) => page.getByRole('region', { name: 'Exact error' })
const answers = async (page: Page) => Number(await oracle(page).getAttribute('data-answers'))

async function openOracle(page: Page) {
  await open(page)
  await page.getByRole('group', { name: 'Beside the canvas' }).getByText('Exact error').click()
  await expect(
    oracle(page)
      .getByRole('img', { name: /ends nearest to the data/ })
      .first(),
  ).toBeVisible()
}

test('the oracle follows a drag', async ({ page }) => {
  await openOracle(page)
  const before = await oracle(page).getByRole('img').first().getAttribute('aria-label')
  const at = await findHandle(page, curve(page))
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  const counted = await answers(page)
  const begun = performance.now()
  const { framesPerSecond, cpuMsPerFrame } = await countFrames(page, async () => {
    for (let i = 0; performance.now() < begun + 3000; i++) await page.mouse.move(at.x, at.y + 14 * Math.sin(i / 12))
  })
  const seconds = (performance.now() - begun) / 1000
  const during = (await answers(page)) - counted
  await page.mouse.up()
  console.log(
    `drag with the oracle open: ${framesPerSecond} frames a second, ${(during / seconds).toFixed(1)} oracle answers a second, ${cpuMsPerFrame} ms of the page’s thread a frame`,
  )
  expect(during).toBeGreaterThan(0)
  await expect(oracle(page).getByRole('img').first()).not.toHaveAttribute('aria-label', before!)
})

test('noise and blur are dragged and moved by keys alike, and a picture is taken back', async ({ page }) => {
  await open(page, 'theory/corruption')
  const strip = page.getByRole('img', { name: /image 0 at t =/ })
  await expect(strip).toBeVisible()
  const blur = page.getByRole('slider', { name: 'Corruption at t = 0.5' })
  const noise = page.getByRole('slider', { name: 'Noise at t = 0.1' })
  const value = async (knot: typeof blur) => Number(await knot.getAttribute('aria-valuenow'))
  const before = { blur: await value(blur), noise: await value(noise), strip: await strip.getAttribute('aria-label') }
  const box = (await blur.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y + 9, { steps: 4 })
  await page.mouse.up()
  expect(await value(blur)).toBeLessThan(before.blur)
  await expect(strip).not.toHaveAttribute('aria-label', before.strip!)
  await noise.focus()
  await page.keyboard.press('ArrowUp')
  expect(await value(noise)).toBeGreaterThan(before.noise)
  await expect(page.getByText(/^Noise and blur dragged/)).toBeVisible()
  test.slow()
  await page.getByRole('button', { name: 'Restore' }).click()
  const said = page.getByText(/^mnist-test, image 3 under gaussian-blur, by exact, empirical/)
  await expect(said).toBeVisible({ timeout: 90_000 })
  expect(await seriousFindings(page)).toEqual([])
})

test('a family, a spectrum and a scheme chosen by keyboard change the answer; a bad number is named', async ({
  page,
}) => {
  await open(page, 'theory/oracle')
  const bars = page.getByRole('img', { name: /^Three errors of each scheme/ })
  await expect(bars).toHaveAttribute('aria-label', /ends nearest/)
  const before = await bars.getAttribute('aria-label')
  await page.getByRole('combobox', { name: 'Process' }).selectOption('ve-exponential')
  await expect(bars).not.toHaveAttribute('aria-label', before!)
  await page.getByRole('checkbox', { name: 'DPM++ 2M', exact: true }).press('Space')
  await expect(page.getByRole('checkbox', { name: 'DPM++ 2M', exact: true })).toBeChecked()
  await expect(bars).toHaveAttribute('aria-label', /DPM\+\+ 2M ends nearest/)
  await page.getByRole('textbox', { name: 'Last time' }).fill('2')
  await page.keyboard.press('Enter')
  await expect(page.getByText('eps must be below 1, where sampling starts, not 2', { exact: true })).toBeVisible()
  await page.getByRole('combobox', { name: 'Data' }).selectOption('pasted')
  await page.getByRole('textbox', { name: 'Eigenvalues' }).fill('1, two')
  await expect(page.getByText('“two” is no number.')).toBeVisible()
})

test('tabs go by arrow keys; the mixture answers at d = 1e6, the magnet says its cost and runs', async ({ page }) => {
  await open(page, 'theory/oracle')
  await page.getByRole('tab', { name: 'Error oracle' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'High dimension' })).toBeFocused()
  await page.getByRole('button', { name: 'gm_ve_a_1-t' }).click()
  await expect(page.getByRole('img', { name: /^Means M, dilated/ })).toHaveAttribute('aria-label', /0\.8\d* of 0\.8/)
  await page.getByRole('textbox', { name: 'Chains' }).fill('20')
  await page.keyboard.press('Enter')
  await expect(page.getByText('20 chains × 1000 spins × 50 steps')).toBeVisible()
  await page.getByRole('button', { name: 'Sample the magnet' }).click()
  await expect(page.getByRole('img', { name: /^Mean spin M/ })).toBeVisible()
})

test('the families are measured on the spectrum chosen', async ({ page }) => {
  await open(page, 'theory/families')
  await page.getByRole('button', { name: 'Measure the steps' }).click()
  const linear = page.getByRole('row', { name: /^VP linear/ })
  await expect(linear).toContainText(/18\b.*34\b.*61\b.*135\b/, { timeout: 45_000 })
})

test('an image becomes a texture with exact samples and its whole table', async ({ page }) => {
  await open(page, 'theory/texture')
  await expect(page.getByText('exact sample 1, seed 0')).toBeVisible({ timeout: 45_000 })
  const table = page.getByRole('region', { name: 'Ablation table' })
  await expect(table.getByRole('row')).toHaveCount(18)
  await expect(page.getByText('Published for another picture, which we do not have')).toBeVisible()
  await page.getByRole('button', { name: 'Draw other samples' }).click()
  await expect(page.getByText('exact sample 1, seed 1')).toBeVisible()
})

test('the advisor says how far it is certain, and saves what it advises', async ({ page }) => {
  await open(page, 'theory/advisor')
  // After the digits' own distances, which were asked for first.
  test.setTimeout(180_000)
  await page.getByRole('combobox', { name: 'Data set' }).selectOption('banana')
  await expect(page.getByText('The largest distance is certified exact')).toBeVisible({ timeout: 150_000 })
  await page.getByRole('button', { name: 'Save as a schedule' }).click()
  await expect(page.getByText('Saved as “advised for banana”.')).toBeVisible()
})

const TABS = ['oracle', 'high-dimension', 'families', 'texture', 'advisor']
for (const theme of ['light', 'dark'] as const)
  for (const route of TABS.map((tab) => `theory/${tab}`))
    test(`${route} has no serious finding, ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme })
      await open(page, route)
      await page.waitForTimeout(1500)
      expect(await seriousFindings(page)).toEqual([])
    })

test('the oracle beside the canvas has no serious finding', async ({ page }) => {
  await openOracle(page)
  expect(await seriousFindings(page)).toEqual([])
})
