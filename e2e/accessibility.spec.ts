/** No serious finding of axe-core on any page, in both themes. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, open, test } from './door.ts'

const ROUTES = ['welcome', 'schedules', 'settings']

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
])
  test(`the ${what} has no serious finding`, async ({ page }) => {
    await open(page)
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
  })

async function seriousFindings(page: ConstructorParameters<typeof AxeBuilder>[0]['page']): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`))
}
