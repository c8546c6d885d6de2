/** A scheduler of another program brought onto the canvas, seen on its timesteps, changed, and taken back: by mouse and by keyboard. */
import type { Page } from '@playwright/test'
import { expect, open, test } from './door.ts'
import { findHandle } from './handle.ts'

const curve = (page: Page) => page.getByRole('slider', { name: /^Curve of/ })
test.beforeEach(async ({ page }) => open(page))

const CONFIG = JSON.stringify({
  _class_name: 'EulerDiscreteScheduler',
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  beta_end: 0.012,
  timestep_spacing: 'trailing',
})
/** As Ctrl+V does it: the page has no clipboard in a test. */
const pasteOnPage = (page: Page, text: string) =>
  page.evaluate(
    `(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', ${JSON.stringify(text)})
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })()`,
  )

/** Lets go of a file over the page, as a hand would. */
const dropOnPage = (page: Page, name: string, text: string) =>
  page.evaluate(
    `(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}))
      const canvas = document.querySelector('[role=region][aria-label=Canvas], section[aria-label=Canvas]')
      for (const type of ['dragenter', 'dragover', 'drop'])
        canvas.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
    })()`,
  )

/** What a hand does, counted: a file let go of, a button pressed, a level dragged, a text taken. */
test('in five actions: a scheduler_config.json is dropped, its rug seen, one level dragged, and it is taken back', async ({
  page,
}) => {
  let actions = 0
  const act = async (what: Promise<unknown>) => {
    await what
    actions++
  }
  await act(dropOnPage(page, 'scheduler_config.json', CONFIG))
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('20 levels, 20 steps, trailing on scaled-linear.')).toBeVisible()
  await act(dialog.getByRole('button', { name: 'Put on the sheet' }).click())
  await expect(page.getByRole('region', { name: 'Canvas' }).getByText('timestep 999')).toBeVisible()
  const at = await findHandle(page, curve(page))
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  await act(page.mouse.move(at.x, at.y - 9, { steps: 4 }))
  await page.mouse.up()
  await act(page.getByRole('button', { name: 'Export (E)' }).click())
  await act(page.getByRole('radio', { name: 'diffusers' }).click())
  await expect(page.getByRole('region', { name: 'Text to export' })).toContainText('set_timesteps(sigmas=[14.614641229')
  expect(actions).toBeLessThanOrEqual(6)
})

test('by mouse: a scheduler is pasted, seen on its timesteps, changed by one level and taken back', async ({
  page,
}) => {
  await pasteOnPage(page, CONFIG)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox', { name: 'levels', exact: true })).toHaveValue('20')
  await expect(dialog.getByText('20 levels, 20 steps, trailing on scaled-linear.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Put on the sheet' }).click()
  await expect(page.getByRole('region', { name: 'Canvas' }).getByText('timestep 999')).toBeVisible()
  await expect(page.getByText('20 levels: 20 steps, the last to 0')).toBeVisible()
  const at = await findHandle(page, curve(page))
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  await page.mouse.move(at.x, at.y - 9, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByRole('radio', { name: 'List' })).toBeChecked()
  await page.getByRole('button', { name: 'Export (E)' }).click()
  await page.getByRole('radio', { name: 'diffusers' }).click()
  const code = page.getByRole('region', { name: 'Text to export' })
  await expect(code).toContainText('beta_schedule="scaled_linear"')
  await expect(code).toContainText('scheduler.set_timesteps(sigmas=[14.614641229')
})

test('by keyboard: the same, and bad input keeps what the canvas had', async ({ page }) => {
  await page.keyboard.press('i')
  const levels = page.getByRole('dialog').getByRole('textbox', { name: 'Levels' }).first()
  await levels.fill('{"_class_name": "EulerDiscretScheduler"}')
  await expect(page.getByRole('dialog').getByText('Did you mean EulerDiscreteScheduler?')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Put on the sheet' })).toBeDisabled()
  await levels.fill(CONFIG)
  const asked = page.getByRole('dialog').getByRole('textbox', { name: 'levels', exact: true })
  await asked.fill('5000')
  await expect(page.getByRole('dialog').getByText('above the 1000 timesteps of the table')).toBeVisible()
  await asked.fill('8')
  await asked.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of the schedule' })).toHaveValue('trailing')
  await curve(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('timestep 874')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('e')
  await page.getByRole('radio', { name: 'ComfyUI' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('region', { name: 'Text to export' })).toContainText('14.614641229')
})

test('grids of one name from two programs lie over one another, their largest difference stated', async ({ page }) => {
  await page.getByRole('combobox', { name: 'Family' }).selectOption('beta')
  await page.getByRole('button', { name: 'Overlay diffusers: beta-sigma' }).click()
  await expect(page.getByText(/^against “beta” at most a factor [\d.]+, at level \d+/)).toBeVisible()
})
