/** What axe-core finds on a page as it stands, as far as it is serious or critical. */
import { AxeBuilder } from '@axe-core/playwright'

export async function seriousFindings(page: ConstructorParameters<typeof AxeBuilder>[0]['page']): Promise<string[]> {
  // Its newer way opens a second page, which Electron's window does not.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(page.url().startsWith('app:')).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`))
}
