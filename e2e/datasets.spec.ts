/** Data sets: what ships is shown, a subset is built with its proportions in sight, a refusal stands at its field. */
import { Buffer } from 'node:buffer'
import { npyBytes } from '#files/write-npy.ts'
import { expect, open, test } from './door.ts'

test.describe.configure({ timeout: 120_000 })
const READ = { timeout: 60_000 }

test('a subset is built by keys, its proportions follow, and it is kept', async ({ page }) => {
  await open(page, 'datasets/mnist-test')
  await expect(page.getByRole('heading', { name: 'mnist-test' })).toBeVisible(READ)
  await expect(page.getByRole('img', { name: 'Images of mnist-test' })).toBeVisible(READ)
  await expect(page.getByText('10000 of 10000 images')).toBeVisible(READ)
  await page.getByRole('slider', { name: 'Share kept of 1' }).focus()
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
  await page.getByRole('dialog').getByRole('button', { name: 'Read' }).click()
  await expect(path).toHaveAttribute('aria-invalid', 'true', READ)
  await expect(page.getByRole('dialog')).toContainText('/no/such/file.npz')
})

/** 30 pictures of 8 x 8, as numpy.save writes them; `start` makes their content, and so their hash, its own. */
const picturesNpy = (start: number) =>
  Buffer.from(
    npyBytes(
      Uint8Array.from({ length: 30 * 64 }, (_, i) => (start + 7 * i) % 256),
      [30, 8, 8, 1],
    ),
  )

test('a file is chosen, imported, moved to the trash and brought back', async ({ page }) => {
  await open(page, 'datasets')
  await page.getByRole('button', { name: 'Import' }).first().click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Files …' }).click()
  await (await chooser).setFiles({ name: 'stripes.npy', mimeType: '', buffer: picturesNpy(1) })
  await expect(page.getByRole('group', { name: 'Chosen to import' })).toContainText('stripes.npy')
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).last().click()
  const link = page.getByRole('link', { name: /^stripes 30 images, 8×8, imported/ })
  await expect(link).toBeVisible(READ)

  await page.getByRole('button', { name: 'Move to the trash' }).click()
  await expect(link).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(link).toBeVisible(READ)
})

test('what an import would keep is seen first, asked for where it is in doubt, and changed there by keys', async ({
  page,
}) => {
  await open(page, 'datasets')
  await page.getByRole('button', { name: 'Import' }).first().click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Files …' }).click()
  const buffer = Buffer.from(npyBytes(Uint8Array.from({ length: 768 }, (_, i) => (i * 7) % 256), [16, 16, 3])) // prettier-ignore
  await (await chooser).setFiles({ name: 'one.npy', mimeType: '', buffer })
  const dialog = page.getByRole('dialog')
  const keep = dialog.getByRole('button', { name: 'Import' }).last()
  await expect(dialog).toContainText('hwc = 1 image of 16 x 16 x 3', READ)
  await expect(keep).toBeDisabled()
  await dialog.getByRole('button', { name: 'Take layout=hwc' }).press('Enter')
  const seen = dialog.getByRole('region', { name: 'What was read' })
  await expect(seen).toContainText('1 image', READ)
  await expect(seen.getByRole('img', { name: 'The first 1 pictures of one' })).toBeVisible()
  await expect(dialog).toContainText('Taken: [0, 255], because integers from 0 to 255')
  await dialog.getByRole('textbox', { name: 'Range' }).fill('0, 510')
  await page.keyboard.press('Tab')
  await expect(seen).toContainText('0 to 255 of [0, 510]', READ)
  await dialog.getByLabel('Axes').selectOption('nhw')
  await expect(seen).toContainText('16 images', READ)
  await keep.press('Enter')
  await expect(page.getByRole('link', { name: /^one 16 images, 16×3, imported/ })).toBeVisible(READ)
})

test('images and their labels are chosen as two files; which holds the labels is asked for and taken at a key', async ({
  page,
}) => {
  await open(page, 'datasets')
  await page.getByRole('button', { name: 'Import' }).first().click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Files …' }).click()
  const labels = Buffer.from(npyBytes(Uint8Array.from({ length: 30 }, (_, i) => 1 + (i % 3)), [30])) // prettier-ignore
  await (
    await chooser
  ).setFiles([
    { name: 'pictures.npy', mimeType: '', buffer: picturesNpy(3) },
    { name: 'targets.npy', mimeType: '', buffer: labels },
  ])
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Say which holds the labels', READ)
  await dialog.getByRole('button', { name: 'Take labels_path=targets.npy' }).press('Enter')
  const seen = dialog.getByRole('region', { name: 'What was read' })
  await expect(seen).toContainText('30 images', READ)
  await expect(dialog).toContainText('labels are 1 to 3')
  await dialog.getByRole('button', { name: 'Import' }).last().press('Enter')
  await expect(page.getByRole('link', { name: /^pictures 30 images, 8×8, imported/ })).toBeVisible(READ)
})

/** Lets go of a file over the page, as a hand would. */
const DROP = (name: string, base64: string) => `(() => {
  const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (letter) => letter.charCodeAt(0))
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(new File([bytes], ${JSON.stringify(name)}))
  document.querySelector('[role=group][aria-label=Datasets]').dispatchEvent(
    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
})()`

test('a dropped file is imported; one that is refused says so where it was dropped, by its own name', async ({
  page,
}) => {
  await open(page, 'datasets')
  await expect(page.getByRole('heading', { name: 'mnist-train' })).toBeVisible(READ)
  await page.evaluate(DROP('notes.npy', Buffer.from('no pictures').toString('base64')))
  const dialog = page.getByRole('dialog')
  const start = dialog.getByRole('button', { name: 'Import' }).last()
  const chosen = dialog.getByRole('group', { name: 'Chosen to import' })
  await expect(chosen).toHaveAttribute('aria-invalid', 'true', READ)
  await expect(dialog).toContainText('notes.npy is none of the formats that are read')
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await page.evaluate(DROP('dropped.npy', picturesNpy(2).toString('base64')))
  await start.click()
  await expect(page.getByRole('link', { name: /^dropped 30 images, 8×8, imported/ })).toBeVisible(READ)
})
