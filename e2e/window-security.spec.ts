/** Electron's list of security points, held against the running window; docs/window-security.md says which test holds which point. */
import { expect } from '@playwright/test'
import { test as base } from './own-window.ts'

/** What is tried here would be a fault in another window; wherever it leads, the page stays where it is. */
const test = base.extend({
  page: async ({ page }, use) => {
    await use(page)
    expect(page.url()).toMatch(/^app:\/\/anneal\/index\.html/)
  },
})

test('preferences: sandboxed, isolated, no Node, no webview, nothing experimental', async ({ app, page }) => {
  const chosen = await app.evaluate(({ BrowserWindow }) => {
    const [{ webContents }] = BrowserWindow.getAllWindows()
    // Not in Electron's types, and the only way to read what a window really has.
    return (webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()
  })
  expect(chosen).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
  for (const name of [
    'navigateOnDragDrop',
    'webviewTag',
    'nodeIntegrationInSubFrames',
    'nodeIntegrationInWorker',
    'plugins',
  ])
    expect(chosen[name] ?? false, name).toBe(false)
  for (const name of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures'])
    expect(chosen[name] || false, name).toBe(false)
  expect(chosen.webSecurity ?? true).toBe(true)

  const world = await page.evaluate(`({
    node: [typeof require, typeof process, typeof module, typeof Buffer, typeof global],
    bridge: Object.keys(window.anneal).sort(),
    frozen: Object.isFrozen(window.anneal) || (() => { try { window.anneal.request = 0; return window.anneal.request !== 0 } catch { return true } })(),
    webview: document.createElement('webview') instanceof HTMLUnknownElement || typeof document.createElement('webview').reload === 'undefined',
  })`)
  expect(world).toEqual({
    node: Array(5).fill('undefined'),
    bridge: ['request', 'subscribe'],
    frozen: true,
    webview: true,
  })
})

test('policy: no unsafe source; inline script, eval and foreign connections do not run', async ({ app, page }) => {
  const policy = await app.evaluate(async ({ net }) =>
    (await net.fetch('app://anneal/index.html')).headers.get('content-security-policy'),
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  const tried = await page.evaluate(`(async () => {
    const script = document.createElement('script')
    let inline = 'blocked'
    try { script.textContent = 'window.ran = true'; document.head.append(script) } catch { inline = 'refused' }
    let evaluated = 'ran'
    // Later, since what is evaluated from outside may evaluate.
    await new Promise((done) => setTimeout(() => { try { (0, Function)('return 1')() } catch { evaluated = 'refused' } done() }, 0))
    const fetched = await fetch('https://127.0.0.1:9/').then(() => 'ran', () => 'refused')
    const own = await fetch('app://anneal/index.html').then(() => 'ran', () => 'refused')
    return { ran: window.ran === true, evaluated, fetched, own }
  })()`)
  expect(tried).toEqual({ ran: false, evaluated: 'refused', fetched: 'refused', own: 'refused' })
})

test('nothing of the net: main itself and every session refuse whatever leads out of the program', async ({ app }) => {
  const answers = await app.evaluate(async ({ net, session }) => {
    const addresses = ['http://127.0.0.1:9/', 'https://example.invalid/', 'http://localhost:4719/']
    const sessions = [session.defaultSession, session.fromPartition('another')]
    const said: string[] = []
    for (const address of addresses)
      for (const one of sessions)
        said.push(
          await one.fetch(address).then(
            () => 'fetched',
            (error: Error) => error.message,
          ),
        )
    return { said, online: net.isOnline() }
  })
  expect(answers.said).toEqual(Array(6).fill(expect.stringContaining('ERR_BLOCKED_BY_CLIENT')))
})

test('own protocol: nothing outside the table of files, no other host', async ({ app }) => {
  const paths = [
    'index.html',
    '../package.json',
    '..%2f..%2fpackage.json',
    '%2e%2e/main/main.js',
    'assets/../../main/main.js',
  ]
  const hosts = ['app://other/index.html', 'app://anneal.example/index.html']
  const addresses = [
    ...paths.map((path) => `app://anneal/${path}`),
    ...hosts,
    'app://anneal/C:/x',
    'app://anneal//etc/hostname',
  ]
  const status = await app.evaluate(
    ({ net }, all) =>
      Promise.all(
        all.map((address) =>
          net.fetch(address).then(
            (answer) => answer.status,
            () => 0,
          ),
        ),
      ),
    addresses,
  )
  expect(status[0]).toBe(200)
  expect(addresses.slice(1).filter((_, i) => ![404, 0].includes(status[i + 1]))).toEqual([])
})

test('permissions are refused, but for copying on a click', async ({ app, page }) => {
  const answers = await page.evaluate(`Promise.all([
    navigator.permissions.query({ name: 'microphone' }).then(({ state }) => state),
    new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('granted'), (error) => done(error.code))),
    Notification.requestPermission(),
    navigator.permissions.query({ name: 'midi' }).then(({ state }) => state),
  ])`)
  expect(answers).toEqual(['denied', 1, 'denied', 'denied'])
  expect(await page.evaluate(`navigator.clipboard.readText().then(() => 'granted', (error) => error.name)`)).toBe(
    'NotAllowedError',
  )
  await page.evaluate(
    `document.addEventListener('click', () => navigator.clipboard.writeText('karras').then(() => (window.copied = true), (error) => (window.copied = error.name)), { once: true })`,
  )
  await page.mouse.click(700, 5)
  await expect.poll(() => page.evaluate('window.copied')).toBe(true)
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('karras')
})

test('only the top frame of our page is answered, and a page elsewhere is held by the same rules', async ({ app }) => {
  const answers = await app.evaluate(async ({ app: program, BrowserWindow }) => {
    const preload = `${program.getAppPath()}/out/preload/preload.cjs`
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } })
    const page = other.webContents
    try {
      await other.loadURL('about:blank')
      const run = (code: string) => page.executeJavaScript(`(async () => ${code})().catch(String)`) as Promise<unknown>
      const foreign = await run(`anneal.request('app/info', {})`)
      await other.loadURL('app://other/index.html')
      const host = await run(`anneal.request('app/info', {})`)
      const opens = await run(`window.open('app://anneal/index.html') === null`)
      return { foreign, host, opens }
    } finally {
      other.destroy()
    }
  })
  const refused = { ok: false, error: { code: 'invalid', message: 'Only the page of Anneal may ask.' } }
  expect(answers).toEqual({ foreign: refused, host: refused, opens: true })
})

test('malformed and flooding messages are answered, and the next question too', async ({ page }) => {
  const out = (await page.evaluate(`(async () => {
    const hostile = [null, undefined, 0, '', [], { __proto__: { id: 1 } }, JSON.parse('{"__proto__":{"polluted":1}}'), { id: 'x\\0' },
      { id: '../'.repeat(60) }, 'x'.repeat(2e6), { id: { toString: 1 } }, new Uint8Array(1e6), NaN, 1n, new Map([[1, 2]])]
    const names = ['runs/get', 'runs/file', 'uploads/write', 'datasets/import', 'runs/edit', '__proto__', 'constructor', '', 7, null, 'app/info\\0']
    const replies = await Promise.all(names.flatMap((name) => hostile.map((input) => anneal.request(name, input).catch((error) => error.name))))
    const uncloneable = await anneal.request('app/info', { f() {} }).then(() => 'sent', () => 'not sent')
    const start = performance.now()
    const flood = await Promise.all(Array.from({ length: 3000 }, (_, i) => anneal.request('runs/get', { id: String(i) })))
    const after = await anneal.request('app/info', {})
    return {
      bad: replies.filter((reply) => reply?.ok !== false || reply.error.code === 'internal').map((reply) => JSON.stringify(reply).slice(0, 80)),
      uncloneable, flooded: flood.every(({ ok }) => !ok), after: after.ok, polluted: {}.polluted ?? null, ms: performance.now() - start,
    }
  })()`)) as { ms: number }
  expect(out).toMatchObject({ bad: [], uncloneable: 'not sent', flooded: true, after: true, polluted: null })
  expect(out.ms).toBeLessThan(20_000)
})

test('the menu offers developer tools to a checkout alone', async ({ app }) => {
  const { packaged, roles } = await app.evaluate(({ app: program, Menu }) => ({
    packaged: program.isPackaged,
    roles: Menu.getApplicationMenu()!.items.flatMap(
      ({ submenu }) => submenu?.items.map(({ role }) => role as string) ?? [],
    ),
  }))
  expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'zoomin', 'minimize', 'quit']))
  expect(roles.includes('toggledevtools')).toBe(!packaged)
})

// Last, since Playwright waits for a navigation that never comes.
test('navigation, new windows and frames lead nowhere', async ({ app, page }) => {
  const before = page.url()
  await page.evaluate(`(() => {
    location.href = 'https://example.invalid/'
    location.assign('file:///etc/hostname')
    const link = document.createElement('a')
    link.href = 'app://other/index.html'
    document.body.append(link)
    link.click()
    const form = document.createElement('form')
    form.action = 'https://example.invalid/'
    document.body.append(form)
    form.submit()
    const frame = document.createElement('iframe')
    frame.src = 'https://example.invalid/'
    document.body.append(frame)
  })()`)
  const opened = await page.evaluate(
    `[window.open('https://example.invalid/'), window.open('app://anneal/index.html', 'x')]`,
  )
  expect(opened).toEqual([null, null])
  await page.waitForTimeout(300)
  expect(page.url()).toBe(before)
  const all = await app.evaluate(({ BrowserWindow, webContents }) => ({
    windows: BrowserWindow.getAllWindows().length,
    shown: webContents.getAllWebContents().map((one) => one.getURL().split('#')[0]),
    frames: BrowserWindow.getAllWindows()[0].webContents.mainFrame.frames.filter(({ origin }) => origin !== 'null')
      .length,
  }))
  expect(all.windows).toBe(1)
  expect(all.shown).toEqual(['app://anneal/index.html'])
  // What was refused leaves an empty frame with no origin.
  expect(all.frames).toBe(0)
  await page.evaluate(
    `document.querySelectorAll('body > a, body > form, body > iframe').forEach((one) => one.remove())`,
  )
})

test('a file that is dropped beside every place for files opens nothing', async ({ app, page }) => {
  const before = page.url()
  await app.evaluate(async ({ BrowserWindow }) => {
    const [{ webContents }] = BrowserWindow.getAllWindows()
    await webContents.executeJavaScript(`addEventListener('drop', () => (window.dropped = true))`)
    webContents.debugger.attach('1.3')
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'])
      await webContents.debugger.sendCommand('Input.dispatchDragEvent', { type, x: 30, y: 400, data })
    webContents.debugger.detach()
  })
  await page.waitForTimeout(300)
  expect(page.url()).toBe(before)
})
