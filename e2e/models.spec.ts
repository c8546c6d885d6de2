/** Models: a network is brought in by its file, asked about where the file is silent, probed, sampled, thrown away and taken back. */
import { Buffer } from 'node:buffer'
import { onnxBuilder } from '#compute/onnx/builder.ts'
import { expect, open, test } from './door.ts'

test.describe.configure({ timeout: 180_000 })
const READ = { timeout: 90_000 }

/** eps = sigma (x - m)/(v + sigma^2): the perfect network of a Gaussian of 8 x 8 numbers. `mean` makes its content its own. */
function gaussian(mean: number): Buffer {
  const graph = onnxBuilder()
  const [x, t] = [graph.input('x', ['B', 1, 8, 8]), graph.input('t', ['B'])]
  const sigma = graph.add('Reshape', [t, graph.ints([-1, 1, 1, 1])])
  const total = graph.add('Add', [graph.add('Mul', [sigma, sigma]), graph.float(0.25)])
  const y = graph.add('Mul', [graph.add('Sub', [x, graph.float(mean)]), graph.add('Div', [sigma, total])])
  return Buffer.from(graph.finish({ name: 'y', from: y, dims: ['B', 1, 8, 8] }))
}

test('what the file does not say is asked, a wrong answer is caught by the probe and named, the right one samples', async ({
  page,
}) => {
  await open(page, 'models')
  await expect(page.getByRole('link', { name: /^mnist-unet/ })).toBeVisible(READ)
  await page.getByRole('button', { name: 'Import' }).first().click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Files …' }).click()
  await (await chooser).setFiles({ name: 'gauss.onnx', mimeType: '', buffer: gaussian(0.1) })
  const dialog = page.getByRole('dialog')
  const start = dialog.getByRole('button', { name: 'Import', exact: true })
  await expect(dialog.getByLabel('Height')).toHaveValue('8', READ)
  await expect(start).toBeDisabled()
  await dialog.getByLabel('It answers').selectOption('x0')
  await dialog.getByLabel('Process').selectOption('ve')
  await dialog.getByLabel('Data range').selectOption('[-1, 1]')
  await dialog.getByLabel('It is told').selectOption('sigma')
  await start.click()
  await expect(dialog.getByRole('alert')).toContainText('does not behave as its card says', READ)
  await expect(dialog.getByRole('button', { name: 'Import it all the same' })).toBeVisible()
  await dialog.getByLabel('It answers').selectOption('eps')
  await start.click()
  await expect(page.getByRole('heading', { name: 'gauss' })).toBeVisible(READ)
  // On images too, where another test has left a data set of their shape.
  await expect(page.getByText('It answers as its card says, on noise')).toBeVisible()

  await page.getByRole('button', { name: 'Sample', exact: true }).click()
  await expect(page.getByRole('img', { name: '16 samples of gauss, done' })).toBeVisible(READ)
  await expect(page.getByText('not finite')).toHaveCount(0)

  const link = page.getByRole('link', { name: /^gauss/ })
  await page.getByRole('button', { name: 'Move to the trash' }).click()
  await expect(link).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(link).toBeVisible(READ)

  // Chosen by its name where networks are chosen.
  await page.evaluate(`location.hash = '#/runs/new/sample'`)
  await expect(page.locator('datalist option[value=gauss]')).toBeAttached(READ)
})

/** Lets go of a file over the page, as a hand would. */
const DROP = (name: string, base64: string) => `(() => {
  const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (letter) => letter.charCodeAt(0))
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(new File([bytes], ${JSON.stringify(name)}))
  document.querySelector('[role=group][aria-label=Models]').dispatchEvent(
    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
})()`

test('a dropped pickle and a torn ONNX are refused by their own names, with the way out', async ({ page }) => {
  await open(page, 'models')
  await expect(page.getByRole('link', { name: /^mnist-unet/ })).toBeVisible(READ)
  const dialog = page.getByRole('dialog')
  await page.evaluate(DROP('net.pt', Buffer.from('PK').toString('base64')))
  await expect(dialog.getByRole('alert')).toContainText(/^net\.pt is a pickle.*convert it in one line/, READ)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.evaluate(DROP('torn.onnx', gaussian(0.2).subarray(0, 100).toString('base64')))
  await expect(dialog.getByRole('alert')).toContainText(/^torn\.onnx is no whole ONNX model/, READ)
})
