/**
 * What stays: memory and handles of the browser door over 6,000 requests of twelve kinds, and of the page over 500 switches of
 * pages. npm run bench -- soak, after npm run build; Linux. Prints one JSON object; `grownPercent` is from the first fifth to the last.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { WebSocket } from 'ws'
import { SUBPROTOCOL, TOKEN_PROTOCOL } from '#contract/carried.ts'
import { EXAMPLE_SCHEDULE } from '#contract/schedule.ts'
import { CHROMIUM } from '../e2e/chromium.ts'
import { machine, memoryMB } from './machine.ts'
import { makeRuns } from './many-runs.ts'

const [REQUESTS, SWITCHES, RUNS] = [6000, 500, 200]
const TOKEN = 'soak-token-of-a-bench-that-talks-to-itself'
const PAGES = [
  'schedules',
  'runs',
  'runs/1',
  'compare',
  'datasets',
  'models',
  'theory',
  'settings',
  'welcome',
  'runs/new',
]

type Kind = (i: number) => [string, object]
/** What a page asks, right and wrong. A function of the number of the request, so that none is the same twice. */
const KINDS: Kind[] = [
  () => ['app/info', {}],
  () => ['runs/list', {}],
  (i) => ['runs/get', { id: String(1 + (i % RUNS)) }],
  (i) => ['runs/metrics', { id: String(1 + (i % RUNS)), points: 100 }],
  (i) => ['runs/log', { id: String(1 + (i % RUNS)) }],
  (i) => ['runs/lineage', { id: String(1 + (i % RUNS)) }],
  (i) => ['runs/edit', { id: String(1 + (i % RUNS)), notes: `note ${i}` }],
  () => ['schedules/list', {}],
  (i) => ['schedules/save', { name: `s${i}`, spec: { ...EXAMPLE_SCHEDULE, levels: -i } }],
  () => ['runs/queue', {}],
  (i) => ['runs/get', { id: `none ${i}` }],
  (i) => ['no/such', { i }],
]

const home = mkdtempSync(join(tmpdir(), 'anneal-soak-'))
makeRuns(home, RUNS)
const main = spawn(process.execPath, [join(import.meta.dirname, '..', 'src-main', 'serve.ts')], {
  env: { ...process.env, ANNEAL_HOME: home, ANNEAL_TOKEN: TOKEN, ANNEAL_PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const [line] = (await once(main.stdout.setEncoding('utf8'), 'data')) as [string]
const address = /http:\S+/.exec(line)![0]
const browser = await chromium.launch(CHROMIUM)
try {
  const requests = await soakRequests()
  const page = await browser.newPage()
  await page.goto(address)
  await page.getByText('Anneal: connected').waitFor({ state: 'attached' })
  const pages = await soakPages(page)
  console.log(JSON.stringify({ machine: machine(), requests, pages }, null, 2))
} finally {
  await browser.close()
  main.kill('SIGTERM')
  await once(main, 'exit')
  rmSync(home, { recursive: true, force: true })
}

type Sample = { at: number; rssMB: number; handles: number }
function mainNow(at: number): Sample {
  return {
    at,
    rssMB: memoryMB(main.pid!).now,
    handles: readdirSync(`/proc/${main.pid}/fd`).length,
  }
}

async function soakRequests() {
  const socket = new WebSocket(new URL(address).origin.replace('http', 'ws'), [SUBPROTOCOL, TOKEN_PROTOCOL + TOKEN], {
    origin: new URL(address).origin,
  })
  await once(socket, 'open')
  const waiting = new Map<number, () => void>()
  socket.on(
    'message',
    (data, binary) => !binary && waiting.get((JSON.parse(String(data)) as { message: { id: number } }).message.id)?.(),
  )
  const ask = (id: number, [name, input]: [string, object]) =>
    new Promise<void>((resolve) => {
      waiting.set(id, () => resolve(void waiting.delete(id)))
      socket.send(JSON.stringify({ id, name, input }))
    })
  const samples: Sample[] = []
  const began = performance.now()
  for (let i = 0; i < REQUESTS; i++) {
    await ask(i, KINDS[i % KINDS.length](i))
    if (i % (REQUESTS / 20) === REQUESTS / 20 - 1) samples.push(mainNow(i + 1))
  }
  socket.close()
  return { kinds: KINDS.length, seconds: Math.round((performance.now() - began) / 1000), ...growth(samples), samples }
}

async function soakPages(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const samples: (Sample & { heapMB: number; nodes: number; listeners: number })[] = []
  for (let i = 0; i < SWITCHES; i++) {
    await page.evaluate(`location.hash = '#/${PAGES[i % PAGES.length]}'`)
    await page.waitForTimeout(120)
    // On one and the same page, or the pages themselves would be compared.
    if (i % (SWITCHES / 10) !== SWITCHES / 10 - 1) continue
    await page.evaluate(`location.hash = '#/schedules'`)
    await page.waitForTimeout(1500)
    await session.send('HeapProfiler.collectGarbage')
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (name: string) => metrics.find((metric) => metric.name === name)!.value
    const heapMB = Math.round(of('JSHeapUsedSize') / 1e5) / 10
    samples.push({ ...mainNow(i + 1), heapMB, nodes: of('Nodes'), listeners: of('JSEventListeners') })
  }
  return { ...growth(samples), heapGrownPercent: grown(samples.map(({ heapMB }) => heapMB)), samples }
}

/** In per cent, the mean of the last fifth over that of the second: the first warms up. */
function grown(values: readonly number[]): number {
  const fifth = Math.max(1, Math.floor(values.length / 5))
  const mean = (part: readonly number[]) => part.reduce((sum, value) => sum + value, 0) / part.length
  const [early, late] = [mean(values.slice(fifth, 2 * fifth)), mean(values.slice(-fifth))]
  return Math.round(1000 * (late / early - 1)) / 10
}

function growth(samples: readonly Sample[]) {
  return {
    rssGrownPercent: grown(samples.map(({ rssMB }) => rssMB)),
    handlesGrownPercent: grown(samples.map(({ handles }) => handles)),
  }
}
