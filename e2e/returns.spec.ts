/** A tab and a bookmark of yesterday: the door is opened again for the same data folder, and both find their way back. */
import { expect, test } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

test.describe.configure({ timeout: 120_000 })

let home: string
let main: ChildProcess | null = null
/** As a plain `npm start` opens it: nothing says at which port. The address that is printed. */
async function startMain(): Promise<string> {
  const { ANNEAL_PORT: _port, ANNEAL_TOKEN: _token, ...env } = process.env
  main = spawn(process.execPath, [join(import.meta.dirname, '..', 'src-main', 'serve.ts')], {
    env: { ...env, ANNEAL_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [said] = await once(main.stdout!, 'data')
  return /http:\S+/.exec(String(said))![0]
}
async function stopMain(): Promise<void> {
  if (!main) return
  const gone = once(main, 'exit')
  main.kill('SIGTERM')
  await gone
  main = null
}
test.beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'anneal-returns-'))))
test.afterEach(async () => {
  await stopMain()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

test('the same address again, for the tab that was left open and for a bookmark without the token', async ({
  page,
  context,
}) => {
  const first = await startMain()
  await page.goto(first.replace('#', '#/settings&'))
  await expect(page.getByText('Anneal: connected')).toBeAttached()
  const bookmark = page.url()
  expect(bookmark).not.toContain('token')
  await stopMain()
  await expect(page.getByText('The connection to Anneal is lost')).toBeVisible()
  expect(await startMain()).toBe(first)
  await expect(page.getByText('Anneal: connected')).toBeAttached()
  await expect(page.getByText('The connection to Anneal is lost')).toHaveCount(0)
  const opened = await context.newPage()
  await opened.goto(bookmark)
  await expect(opened.getByText('Anneal: connected')).toBeAttached()
  await expect(opened.getByRole('heading', { name: 'Data folder' })).toBeVisible()
})

test('where another program has the port it is another, with another token, and the first again once it is free', async () => {
  const first = new URL(await startMain())
  await stopMain()
  const other = createServer().listen(Number(first.port), '127.0.0.1')
  await once(other, 'listening')
  const second = new URL(await startMain())
  expect(second.port).not.toBe(first.port)
  expect(second.hash).not.toBe(first.hash)
  await stopMain()
  other.close()
  await once(other, 'close')
  expect(await startMain()).toBe(first.href)
})
