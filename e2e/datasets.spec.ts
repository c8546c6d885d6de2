/** Data sets: what ships is shown, a subset is built with its proportions in sight, a refusal stands at its field. */
import { expect, open, test } from './door.ts'

test.describe.configure({ timeout: 120_000 })
const READ = { timeout: 60_000 }

test('a subset is built by keys, its proportions follow, and it is kept', async ({ page }) => {
  await open(page, 'datasets/mnist-test')
  await expect(page.getByRole('heading', { name: 'mnist-test' })).toBeVisible(READ)
  await expect(page.getByRole('img', { name: 'Images of mnist-test' })).toBeVisible(READ)
  await expect(page.getByText('10000 of 10000 images')).toBeVisible(READ)
  await page.getByLabel('Share kept of 1').focus()
  await page.keyboard.press('Home')
  // A thousandth of 1,135 ones, rounded down.
  await expect(page.getByText('8866 of 10000 images')).toBeVisible(READ)
  await page.getByRole('checkbox', { name: '0' }).uncheck()
  await expect(page.getByText('7886 of 10000 images')).toBeVisible(READ)
  await page.getByRole('textbox', { name: 'Name' }).fill('few ones')
  await page.getByRole('button', { name: 'Keep this subset' }).click()
  await expect(page.getByRole('heading', { name: 'few ones' })).toBeVisible(READ)
  await expect(page.getByRole('link', { name: /few ones 7,886 images/ })).toBeVisible()
})

test('an import that is refused says so at its field', async ({ page }) => {
  await open(page, 'datasets')
  await page.getByRole('button', { name: 'Import' }).first().click()
  const path = page.getByLabel('File or folder')
  await path.fill('/no/such/file.npz')
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).last().click()
  await expect(path).toHaveAttribute('aria-invalid', 'true', READ)
  await expect(page.getByRole('dialog')).toContainText('/no/such/file.npz')
})
