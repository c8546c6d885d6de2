/** Published claims tried again: the shelf, a study with its published table and tiers, a tier started and stopped, a report. */
import type { Locator, Page } from '@playwright/test'
import { seriousFindings } from './axe.ts'
import { expect, open, test } from './door.ts'
import { savedBy } from './saved.ts'
import { tabTo } from './keys.ts'

test.describe.configure({ timeout: 480_000 })
const ENDS = { timeout: 240_000 }

const here = (page: Page): Locator => page.getByRole('region', { name: 'Tried again' })

test('the shelf has a card for each claim, by source, with what a tier costs', async ({ page }) => {
  await open(page, 'schedules')
  await page.keyboard.press('Alt+7')
  await expect(page.getByRole('heading', { name: 'Studies', exact: true })).toBeVisible()
  const card = page.getByRole('link', { name: /Samples as the noise falls/ })
  await expect(card).toContainText(/toy \d+ min/)
  await tabTo(page, card)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Samples as the noise falls' })).toBeVisible()
})

test('a tier is started, stopped, gone on with and reported, beside what was published', async ({ page, desktop }) => {
  await open(page, 'studies/ncsn-evolution')
  const published = page.getByRole('region', { name: 'Published' }).getByRole('table')
  await expect(published.getByRole('row')).toHaveCount(5)
  await expect(published.getByRole('row', { name: /cosine grainy/ })).toBeVisible()

  // What is planned only cannot be started here.
  await here(page)
    .getByRole('radio', { name: /^paper/ })
    .check()
  await expect(here(page).getByText('This program does not run it')).toBeVisible()
  await expect(here(page).getByRole('button', { name: /^Run/ })).toHaveCount(0)
  await here(page).getByRole('radio', { name: /^toy/ }).check()
  await expect(here(page).getByText(/4 runs, 8,0\d\d evaluations; about 2 min/)).toBeVisible()

  const run = here(page).getByRole('button', { name: /^Run (this tier|again)$/ })
  await run.click()
  await expect(here(page).getByRole('progressbar', { name: 'Study' })).toBeVisible()
  await here(page).getByRole('button', { name: 'Stop' }).click()
  await expect(here(page).getByRole('progressbar')).toHaveCount(0, ENDS)
  await run.click()
  await expect(here(page).getByRole('button', { name: 'Run again' })).toBeVisible(ENDS)
  await expect(here(page).getByText('Shown, not tested: look at it.')).toBeVisible()
  await expect(here(page).getByRole('row', { name: /^cosine \d/ })).toBeVisible()
  await expect(here(page).getByRole('img', { name: /^noise left in the border\./ })).toBeVisible()

  // What each run has drawn, and how it came to be.
  await here(page).getByRole('heading', { name: 'Samples' }).scrollIntoViewIfNeeded()
  await expect(here(page).getByRole('img', { name: /^The first samples of run \d+: schedule cosine$/ })).toBeVisible()
  await expect(here(page).getByRole('img', { name: /^Run \d+ at σ 0\.01$/ })).toHaveCount(4)

  const report = await savedBy(page, desktop, () => here(page).getByRole('button', { name: 'Report' }).click())
  expect(report.name).toBe('ncsn-evolution-toy.md')
  expect(report.text).toContain('Samples as the noise falls')
  expect(report.text).toContain('anneal study run ncsn-evolution tier=toy')
})

test('what ships stands there before anyone has run anything', async ({ page }) => {
  await open(page, 'studies')
  await expect(page.getByRole('link', { name: /The first noise level/ })).toContainText('as it ships')
  await page.getByRole('link', { name: /The first noise level/ }).click()
  await expect(here(page).getByRole('columnheader', { name: 'p (Holm)' })).toBeVisible()
  await expect(here(page).getByText('anneal study run ncsn-sigma1 tier=toy')).toBeVisible()
  await expect(here(page).getByRole('button', { name: 'Run this tier' })).toBeEnabled()
})

for (const theme of ['light', 'dark'] as const)
  test(`a study and its result have no serious finding, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await open(page, 'studies/ncsn-evolution')
    await expect(here(page).getByText('Shown, not tested: look at it.')).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
  })
