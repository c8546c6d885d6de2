/** No serious finding of axe-core on any page, in both themes. */
import { seriousFindings } from './axe.ts'
import { expect, open, test } from './door.ts'

const ROUTES = [
  'welcome',
  'schedules',
  'runs',
  'runs/new',
  'runs/new/sample',
  'sweeps',
  'compare',
  'datasets/mnist-test',
  'models',
  'studies',
  'studies/ncsn-sigma1',
  'settings',
]

for (const theme of ['light', 'dark'] as const)
  for (const route of ROUTES)
    test(`${route} has no serious finding, ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme })
      await open(page, route)
      await page.waitForTimeout(500)
      expect(await seriousFindings(page)).toEqual([])
    })

for (const [what, key] of [
  ['palette', 'Control+Shift+P'],
  ['keyboard sheet', '?'],
  ['import', 'i'],
  ['export', 'e'],
  ['run of these schedules', 'r'],
])
  test(`the ${what} has no serious finding`, async ({ page }) => {
    await open(page)
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
  })
