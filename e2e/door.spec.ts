/** The browser door: what it says to strangers, and to a page that lost it. */
import { expect, open, test, TOKEN } from './door.ts'

test('takes the token out of sight at once and keeps it over a reload', async ({ page }) => {
  await open(page, 'settings')
  expect(page.url()).not.toContain(TOKEN)
  await page.reload()
  await expect(page.getByText('Anneal: connected')).toBeAttached()
  await expect(page.getByRole('heading', { name: 'Data folder' })).toBeVisible()
})

test('serves the page under a policy without any unsafe source', async ({ request }) => {
  const policy = (await request.get('/')).headers()['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
})

test('two tabs at once each keep their own connection', async ({ page, context }) => {
  await open(page)
  const other = await context.newPage()
  await open(other, 'settings')
  await expect(other.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await other.close()
  await expect(page.getByText('Anneal: connected')).toBeAttached()
})

test('the first page leads to the quick look in one click', async ({ page }) => {
  await open(page, 'welcome')
  await page.getByRole('button', { name: 'Take a quick look' }).click()
  await expect(page.getByRole('heading', { name: 'Quick look' })).toBeVisible()
  // Whether or not this build has an engine, the click is answered: by samples or by a sentence.
  await expect(
    page
      .getByRole('progressbar')
      .or(page.getByRole('alert'))
      .or(page.getByRole('img', { name: /samples along/ }))
      .first(),
  ).toBeVisible()
})
