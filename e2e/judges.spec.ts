/** Judge files: by mouse with files of one's own, by keyboard with a data set, and what is refused at its side. */
import { Buffer } from 'node:buffer'
import { npyBytes } from '#files/write-npy.ts'
import { seriousFindings } from './axe.ts'
import { expect, open, test } from './door.ts'

test.describe.configure({ timeout: 180_000 })
const JUDGED = { timeout: 120_000 }

/** Pictures of stripes. */
const stripes = (n: number, step: number): Buffer =>
  Buffer.from(
    npyBytes(
      Uint8Array.from({ length: n * 784 }, (_, i) => (i * step) % 256),
      [n, 28, 28, 1],
    ),
  )

test('files of one’s own are judged in the classifier’s features, with their passport', async ({ page }) => {
  await open(page, 'compare')
  await page.getByRole('button', { name: 'Judge files …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Judge files' })
  await dialog.getByLabel('Files of the samples').setInputFiles({ name: 'a.npy', mimeType: '', buffer: stripes(12, 7) })
  await dialog
    .getByLabel('Files of the reference')
    .setInputFiles({ name: 'b.npy', mimeType: '', buffer: stripes(65, 11) })
  await dialog.getByText('Classifier', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Judge', exact: true }).click()
  const verdict = dialog.getByRole('region', { name: 'Verdict' })
  await expect(verdict).toContainText('12 samples against 65 of the reference, 64 features each', JUDGED)
  await expect(verdict.getByRole('row', { name: /^FID \d/ })).toBeVisible()
  await expect(verdict).toContainText('resize: none')
  expect(await seriousFindings(page)).toEqual([])
})

test('by keyboard; what is not there is said at its side', async ({ page }) => {
  await open(page, 'compare')
  await page.getByRole('button', { name: 'Judge files …' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Judge files' })
  await dialog.getByLabel('Samples', { exact: true }).focus()
  await page.keyboard.type('999999')
  await dialog.getByLabel('Reference', { exact: true }).focus()
  await page.keyboard.type('mnist:test')
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel('Samples', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog).toContainText('there is no run 999999')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})
