/** No number without its conditions: words of the field as they are typed, marks and causes where runs are compared, judged alike at a key. */
import type { Page } from '@playwright/test'
import { expect, open, test } from './door.ts'

test.describe.configure({ timeout: 240_000 })
const ENDS = { timeout: 120_000 }

const draw = (n: number) => `kind: sample
name: drawn ${n}
score: {name: empirical, dataset: {name: mnist, subset: {n: 64}}}
schedule: {family: geometric, num_classes: 3, sigma_begin: 20, sigma_end: 0.1, data_range: [0, 1]}
sampler: {name: k_euler}
n: ${n}
`
const judge = (samples: number) => `kind: evaluate
samples: '${samples}'
reference: {name: mnist, split: test, subset: {n: 300}}
`

/** Queued from the YAML, by keys; its number once it has ended. */
async function run(page: Page, kind: string, yaml: string): Promise<number> {
  await open(page, `runs/new/${kind}`)
  await page.getByRole('textbox', { name: 'YAML' }).fill(yaml)
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('header').getByText('finished', { exact: true })).toBeVisible(ENDS)
  return Number(/\d+/.exec(await page.getByRole('heading', { level: 1 }).innerText())![0])
}

test('words are told as they are read, unlike numbers stand apart with the cause, and a key judges them alike', async ({
  page,
}) => {
  await open(page, 'runs/new/sample')
  await page.getByRole('textbox', { name: 'YAML' }).fill(draw(70))
  const said = page.getByRole('list', { name: 'Remarks' })
  await expect(said).toContainText(/sigma_begin .* is sigma_max here/)
  await expect(said).toContainText('The sampler k_euler is euler here.')
  const few = await run(page, 'sample', draw(70))
  await run(page, 'evaluate', judge(few))
  const many = await run(page, 'sample', draw(90))
  await run(page, 'evaluate', judge(many))

  await open(page, `compare?runs=${few},${many}`)
  const table = page.getByRole('region', { name: 'Metrics' })
  await expect(table.getByRole('columnheader', { name: 'Fréchet distance (n 70)' })).toBeVisible(ENDS)
  await expect(table.getByRole('columnheader', { name: 'Fréchet distance (n 90)' })).toBeVisible()
  await expect(page.getByText(/in columns of their own, because they are of 70 and of 90 pictures/)).toBeVisible()
  await page.getByRole('button', { name: 'Evaluate alike (1)' }).press('Enter')
  await expect(table.getByRole('columnheader', { name: 'Fréchet distance', exact: true })).toBeVisible(ENDS)
  await expect(page.getByRole('button', { name: /^Evaluate alike/ })).toHaveCount(0)
})
