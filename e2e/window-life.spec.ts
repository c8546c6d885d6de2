/** What becomes of work under way when the page falls or hangs, a second start comes, the window is closed, main is killed. */
import { expect, test, type ElectronApplication } from '@playwright/test'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BEYOND, ROUTES } from './fits.ts'
import { answerWith, asked, closeWindow, installForTests, type Installed } from './launch.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })
const LONG = { timeout: 60_000 }

let installed: Installed
let app: ElectronApplication
test.beforeAll(async () => {
  installed = installForTests()
  app = await start()
})
test.afterAll(async () => {
  await closeWindow(app)
  installed.remove()
})

async function start(...words: string[]): Promise<ElectronApplication> {
  const started = await installed.launch(words)
  app = started
  await expect.poll(() => inPage(`document.body.innerText.includes('Anneal: connected')`), LONG).toBe(true)
  return started
}

/** In the page, through main: what Playwright knows of a page ends with its process. Null while there is none to ask. */
const inPage = (code: string): Promise<unknown> =>
  app.evaluate(async ({ BrowserWindow }, script) => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window || window.webContents.isCrashed() || window.webContents.isLoading()) return null
    const said = (window.webContents.executeJavaScript(script) as Promise<unknown>).catch(() => null)
    // A page that dies over a question never answers it.
    return Promise.race([said, new Promise((resolve) => setTimeout(resolve, 2000, null))])
  }, code)
const ask = async <T = unknown>(name: string, input: object = {}) =>
  (await inPage(`anneal.request(${JSON.stringify(name)}, ${JSON.stringify(input)}).then((reply) => reply.value)`)) as T

const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()))
const closeByHand = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close())

const folder = () =>
  join(
    installed.home,
    'runs',
    readdirSync(join(installed.home, 'runs')).find((name) => name.startsWith('00001'))!,
  )
const runFile = () =>
  JSON.parse(readFileSync(join(folder(), 'run.json'), 'utf8')) as { state: string; checkpoint: unknown }
const ticks = () => readFileSync(join(folder(), 'metrics.jsonl'), 'utf8').split('\n').length
async function expectProgress(): Promise<void> {
  const before = ticks()
  await expect.poll(ticks, LONG).toBeGreaterThan(before)
  expect(runFile().state).toBe('running')
}

const TRAINING = {
  kind: 'train',
  name: 'long',
  dataset: { name: 'mnist', subset: { n: 64 } },
  network: { architecture: 'unet', base: 8, multipliers: [1, 2], data_range: [0, 1] },
  training: { steps: 100_000, batch_size: 8, checkpoint_every: 5 },
}

test('a second start with the path of a run ends at once, and brings the window forward with that run', async () => {
  await ask('runs/start', { config: TRAINING })
  await expect.poll(() => runFile().checkpoint !== null, LONG).toBe(true)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
  expect(await windows()).toEqual([false])
  expect(await installed.startAgain(folder())).toBe(0)
  await expect.poll(windows).toEqual([true])
  await expect.poll(() => inPage('location.hash')).toBe('#/runs/1')
  await expectProgress()
})

test('the page killed: training goes on, the window comes back where it was, a note is kept', async () => {
  await inPage(`sessionStorage.setItem('before', 'yes'); window.before = true`)
  await app.evaluate(({ BrowserWindow }) =>
    process.kill(BrowserWindow.getAllWindows()[0].webContents.getOSProcessId(), 'SIGKILL'),
  )
  await expect
    .poll(() => inPage(`document.body.innerText.includes('Anneal: connected') && !window.before`), LONG)
    .toBe(true)
  expect(await inPage('location.hash')).toBe('#/runs/1')
  await expectProgress()
  const notes = readdirSync(join(installed.home, 'crashes'))
  expect(notes).toHaveLength(1)
  expect(readFileSync(join(installed.home, 'crashes', notes[0]), 'utf8')).toMatch(
    /^The page ended unasked.*\nreason: killed\n/,
  )
  expect((await ask<{ notices: string[] }>('app/info')).notices.join()).toContain(notes[0])
})

test('the page hung: whoever says so gets it opened again where it was, and training goes on', async () => {
  await answerWith(app, 1)
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    void window.webContents.executeJavaScript('for (;;);').catch(() => {})
    // Chromium says it after half a minute of unanswered clicks; what follows is the same.
    window.emit('unresponsive')
  })
  await expect.poll(() => inPage(`document.body.innerText.includes('Anneal: connected')`), LONG).toBe(true)
  expect(await inPage('location.hash')).toBe('#/runs/1')
  expect((await asked(app)).at(-1)).toMatchObject({ message: 'The page does not answer.' })
  await expectProgress()
})

test('closing with a run at work asks; cancelled, nothing happens', async () => {
  await answerWith(app, 2)
  await closeByHand()
  const question = (await asked(app)).at(-1)!
  expect(question.message).toBe('Run 1 long is at work.')
  expect(question.buttons).toEqual(['Keep it going in the background', 'Stop it with a checkpoint', 'Cancel'])
  expect(await windows()).toEqual([true])
  await expectProgress()
})

test('kept in the background it goes on without a window, and the next start shows it', async () => {
  await answerWith(app, 0)
  await closeByHand()
  await expect.poll(windows).toEqual([])
  await expectProgress()
  expect(await installed.startAgain()).toBe(0)
  await expect.poll(windows, LONG).toEqual([true])
  await expect.poll(() => inPage('location.hash'), LONG).toBe('#/runs/1')
})

test('stopped with a checkpoint, the program ends; started with the path of the run, it is there to be resumed', async () => {
  await answerWith(app, 1)
  const ended = new Promise<void>((resolve) => app.once('close', () => resolve()))
  await closeByHand().catch(() => {})
  await ended
  expect(runFile()).toMatchObject({ state: 'interrupted', checkpoint: { step: expect.any(Number) } })
  await start(folder())
  expect(await inPage('location.hash')).toBe('#/runs/1')
  await ask('runs/resume', { id: '1' })
  await expectProgress()
})

test('main killed: at the next start the run is interrupted, and goes on from its checkpoint', async () => {
  const ended = new Promise<void>((resolve) => app.once('close', () => resolve()))
  app.process().kill('SIGKILL')
  await ended
  expect(runFile().state).toBe('running')
  await start()
  expect(await ask<{ state: string }>('runs/get', { id: '1' })).toMatchObject({ state: 'interrupted' })
  expect(runFile().state).toBe('interrupted')
  await ask('runs/resume', { id: '1' })
  await expectProgress()
  await ask('runs/cancel', { id: '1' })
  await expect.poll(() => runFile().state, LONG).toBe('cancelled')
})

test('at 820 pixels, twice the density, dark from the system: every page fits', async () => {
  await closeWindow(app)
  await start('--force-device-scale-factor=2')
  await app.evaluate(({ BrowserWindow, nativeTheme }) => {
    nativeTheme.themeSource = 'dark'
    BrowserWindow.getAllWindows()[0].setContentSize(820, 620)
  })
  await expect
    .poll(() => inPage('[innerWidth, devicePixelRatio, document.documentElement.dataset.theme].join()'))
    .toBe('820,2,dark')
  for (const route of [...ROUTES, 'runs/1']) {
    await inPage(`location.hash = '#/${route}'`)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await inPage(BEYOND), route).toEqual([])
    const folder = process.env.ANNEAL_E2E_SHOTS
    if (folder) writeFileSync(join(folder, `${route.replace('/', '-')}.png`), Buffer.from(await shot(), 'base64'))
  }
})

const shot = () =>
  app.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0].capturePage()).toPNG().toString('base64'),
  )
