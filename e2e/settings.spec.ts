/** Settings: what computes is named, and a CUDA archive that is none is refused at its field. */
import { expect, open, test } from './door.ts'

test('what computes is named with its speed; an archive that is not there is refused at its field', async ({
  page,
}) => {
  await open(page, 'settings')
  await expect(page.getByText(/GF\/s/).first()).toBeVisible({ timeout: 60_000 })
  const path = page.getByLabel('CUDA archive')
  await path.fill('none.tar.gz')
  await path.press('Enter')
  await expect(path).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText(/must be a whole path/)).toBeVisible()
  await path.fill('/no/such/cuda.tar.gz')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('There is no file /no/such/cuda.tar.gz.')).toBeVisible()
})

test('the judges find every known answer', async ({ page }) => {
  await open(page, 'settings')
  await page.getByRole('button', { name: 'Test the judges' }).click()
  await expect(page.getByText('All 8 known answers found.')).toBeVisible()
  await expect(page.getByRole('row', { name: /^KID/ })).toContainText('-13')
})

test('every file of the data folder is verified, and the count is said', async ({ page }) => {
  await open(page, 'settings')
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(page.getByText(/\d+ runs, \d+ files with a hash: all as they were written/)).toBeVisible()
})
