/**
 * Saves every figure of every page as SVG, PNG and PDF in each width, to be looked at:
 * ANNEAL_HOME=FOLDER OUT=FOLDER node e2e/figures.ts [route ...], after `npm run build`, with a folder that has runs (`e2e/screenshots.ts` makes some).
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { openBrowserDoor } from '#transport/browser-door.ts'
import { createDispatch } from '#transport/dispatch.ts'
import { createEventRing } from '#transport/event-ring.ts'
import { CHROMIUM } from './chromium.ts'
import { openServices } from '../src-main/services.ts'

const OUT = process.env.OUT ?? 'figures-out'
const ROUTES: Readonly<Record<string, ((page: Page) => Promise<void>) | null>> = {
  schedules: null,
  'schedules#export': (page) => page.keyboard.press('e'),
  'runs/1': null,
  'runs/2': null,
  'runs/3': null,
  runs: async (page) => {
    await page.getByRole('grid', { name: 'Runs' }).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('c')
  },
  sweeps: null,
  'datasets/mnist-test': null,
  'models/mnist-unet': null,
  'theory/oracle': null,
  'theory/high-dimension': null,
  'theory/families': null,
  'theory/texture': null,
  'theory/corruption': null,
  'theory/advisor': null,
  'studies/ncsn-sigma1': null,
}

const ring = createEventRing()
const services = await openServices({ emit: ring.emit })
const dispatch = createDispatch(services.handlers, (request, error) => console.error(request, error))
const door = await openBrowserDoor({ dispatch, ring, pageFolder: join(import.meta.dirname, '..', 'out', 'renderer') })
const browser = await chromium.launch(CHROMIUM)
mkdirSync(OUT, { recursive: true })
try {
  const asked = process.argv.slice(2)
  for (const route of asked.length ? asked : Object.keys(ROUTES)) await saveAll(route)
} finally {
  await browser.close()
  await door.close()
  await services.close()
}

async function saveAll(route: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } })
  page.on('console', (message) => message.type() === 'error' && console.error(route, message.text()))
  page.on('pageerror', (error) => console.error(route, error.message))
  await page.goto(door.url.replace('#', `#/${route.split('#')[0]}&`))
  await page.getByText('Anneal: connected').waitFor({ state: 'attached' })
  await ROUTES[route]?.(page)
  await page.waitForTimeout(Number(process.env.SETTLE ?? 6000))
  const name = route.replaceAll(/[/#]/g, '-')
  await page.screenshot({ path: join(OUT, `${name}.page.png`), fullPage: true })
  // Views whose ways to save are under a word.
  const dialog = page.getByRole('dialog')
  const inside = (await dialog.count()) ? dialog : page.locator('body')
  for (const word of await inside.locator('summary', { hasText: /^Save$/ }).all()) await word.click()
  const groups = await inside.getByRole('group', { name: /^Save / }).all()
  for (const [i, group] of groups.entries())
    for (const width of ['as shown', '1 column', '2 columns']) {
      await group.getByLabel('Width in files').selectOption(width)
      for (const format of width === '1 column' ? ['SVG', 'PNG', 'PDF'] : ['PNG', 'PDF']) {
        const [saved] = await Promise.all([
          page.waitForEvent('download', { timeout: 20_000 }),
          group.getByRole('button', { name: format }).click(),
        ])
        const ending = saved.suggestedFilename().split('.').at(-1)
        await saved.saveAs(join(OUT, `${name}.${i}.${width.replace(' ', '-')}.${ending}`))
      }
    }
  console.log(`${route}: ${groups.length} figures`)
  await page.close()
}
