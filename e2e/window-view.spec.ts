/** The window as it is looked at and as it opens files: zoom by its menu, the system's file choosers. */
import { expect, type ElectronApplication } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { npyBytes } from '#files/write-npy.ts'
import { BEYOND, ROUTES } from './fits.ts'
import { test } from './own-window.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let folder: string
test.beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'anneal-e2e-view-'))))
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As a click on it: an item that is a role acts on the window that is in front. */
const choose = (app: ElectronApplication, role: string) =>
  app.evaluate(({ BrowserWindow, Menu }, wanted) => {
    const [window] = BrowserWindow.getAllWindows()
    const items = Menu.getApplicationMenu()!.items.flatMap(({ submenu }) => submenu?.items ?? [])
    const item = items.find(({ role: own }) => own?.toLowerCase() === wanted)!
    ;(item.click as (event: object, window: object, contents: object) => void)({}, window, window.webContents)
  }, role)
const factor = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getZoomFactor())

test('zoom by the menu: larger, smaller and back, every page fits, and it stays over a reload', async ({
  app,
  page,
}) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1440, 860))
  await expect.poll(() => page.evaluate('innerWidth')).toBe(1440)
  const steps = [
    ['zoomin', 6, 1.728],
    ['zoomout', 10, 1 / 1.2 ** 2],
  ] as const
  for (const [role, times, reached] of steps) {
    for (let i = 0; i < times; i++) await choose(app, role)
    await expect.poll(() => factor(app)).toBeCloseTo(reached, 2)
    await expect
      .poll(async () => Math.abs((await page.evaluate<number>('innerWidth')) - 1440 / reached))
      .toBeLessThan(1.5)
    for (const route of ROUTES) {
      await page.evaluate(`location.hash = '#/${route}'`)
      await page.waitForTimeout(300)
      expect(await page.evaluate(BEYOND), `${route} at ${reached}`).toEqual([])
      const shots = process.env.ANNEAL_E2E_SHOTS
      const shot =
        shots &&
        (await app.evaluate(async ({ BrowserWindow }) =>
          (await BrowserWindow.getAllWindows()[0].capturePage()).toPNG().toString('base64'),
        ))
      if (shot) writeFileSync(join(shots, `${role}-${route.replace('/', '-')}.png`), Buffer.from(shot, 'base64'))
    }
  }
  await page.reload()
  await expect(page.getByText('Anneal: connected')).toBeAttached()
  expect(await factor(app)).toBeCloseTo(1 / 1.2 ** 2, 2)
  await choose(app, 'resetzoom')
  await expect.poll(() => factor(app)).toBe(1)
})

const images = (count: number) =>
  npyBytes(
    Uint8Array.from({ length: count * 64 }, (_, i) => (i * 37) % 256),
    [count, 8, 8],
  )

test('the chooser of files opens one, which is imported', async ({ page }) => {
  writeFileSync(join(folder, 'chosen.npy'), images(30))
  await page.evaluate(`location.hash = '#/datasets'`)
  await page.getByRole('button', { name: 'Import' }).first().click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Files …' }).click(),
  ])
  expect(chooser.isMultiple()).toBe(true)
  await chooser.setFiles(join(folder, 'chosen.npy'))
  await expect(page.getByRole('group', { name: 'Chosen to import' })).toContainText('chosen.npy')
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).last().click()
  await expect(page.getByRole('link', { name: /^chosen 30 images, 8×8, imported/ })).toBeVisible({ timeout: 60_000 })
})

test('the chooser of folders opens one of pictures with classes, in their own size', async ({ page }) => {
  for (const name of ['cat', 'dog']) {
    mkdirSync(join(folder, 'pets', name), { recursive: true })
    for (let i = 0; i < 3; i++)
      await sharp({ create: { width: 12, height: 12, channels: 3, background: `rgb(${80 * i},90,200)` } })
        .png()
        .toFile(join(folder, 'pets', name, `${i}.png`))
  }
  await page.evaluate(`location.hash = '#/datasets'`)
  await page.getByRole('button', { name: 'Import' }).first().click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Folder …' }).click(),
  ])
  await chooser.setFiles(join(folder, 'pets'))
  await expect(page.getByRole('group', { name: 'Chosen to import' })).toContainText('pets')
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).last().click()
  await expect(page.getByRole('link', { name: /^pets 6 images, 12×12/ })).toBeVisible({ timeout: 60_000 })
})
