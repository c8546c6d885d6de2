/**
 * How fast the page is, in Debian's Chromium without a GPU: its start, a drag of 1,000 points, ten thousand runs, and its memory
 * after an hour of events. Run after `npm run build`: npm run bench:page. Prints one JSON object.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import type { RunDetail } from '#contract/run.ts'
import { createDispatch } from '#transport/dispatch.ts'
import { createEventRing } from '#transport/event-ring.ts'
import { openBrowserDoor } from '#transport/browser-door.ts'
import { CHROMIUM } from '../e2e/chromium.ts'
import { openServices } from '../src-main/services.ts'
import { machine } from './machine.ts'
import { makeRuns } from './many-runs.ts'
import { dragThousand, dragTwoCurves } from './page/drag.ts'
import { simulateHour } from './page/hour.ts'

const RUNS = 10_000
const PAGE_FOLDER = process.env.ANNEAL_BENCH_PAGE ?? join(import.meta.dirname, '..', 'out', 'renderer')
/** Making ten thousand folders takes longer than all that is measured: name a folder to keep them. */
const KEPT = process.env.ANNEAL_BENCH_RUNS
const home = KEPT ?? mkdtempSync(join(tmpdir(), 'anneal-bench-'))

if (!KEPT) makeRuns(home, RUNS)
const ring = createEventRing()
const services = await openServices({ env: { ...process.env, ANNEAL_HOME: home }, emit: ring.emit })
const dispatch = createDispatch(services.handlers, (request, error) => console.error(request, error))
const door = await openBrowserDoor({ dispatch, ring, pageFolder: PAGE_FOLDER })
const browser = await chromium.launch(CHROMIUM)
try {
  const results: Record<string, unknown> = { machine: machine() }
  await opened(async () => {}) // The first of all warms what a person's second visit finds warm.
  results.startMs = await opened(async (_, startMs) => startMs)
  results.drag = await opened((page) => dragThousand(page, { overlaid: 1 }))
  results.dragWithEightOverlaid = await opened((page) => dragThousand(page, { overlaid: 8 }))
  results.dragWithOracle = await opened((page) => dragThousand(page, { overlaid: 1, oracle: true }))
  results.dragTwoCurves = await opened((page) => dragTwoCurves(page))
  results.dragTwoCurvesWithLaws = await opened((page) => dragTwoCurves(page, { theory: true }))
  results.runs = await opened(tenThousand)
  results.hourOfEvents = await opened(async (page) => {
    await page.evaluate(`location.hash = '#/runs/1'`)
    await page.getByRole('heading', { name: /^1 / }).waitFor()
    const reply = await dispatch('runs/get', { id: '1' })
    if (!reply.ok) throw new Error(reply.error.message)
    return simulateHour(page, ring.emit, reply.value as RunDetail)
  })
  console.log(JSON.stringify(results, null, 2))
} finally {
  await browser.close()
  await door.close()
  await services.close()
  if (!KEPT) rmSync(home, { recursive: true })
}

/** `work` on a page that knows nothing of those before it, and how long that took from the request to a curve and a connection. */
async function opened<T>(work: (page: Page, startMs: number) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const begun = performance.now()
  await page.goto(door.url.replace('#', '#/schedules&'))
  await page.getByRole('slider', { name: /^Curve of/ }).waitFor()
  await page.getByText('Anneal: connected').waitFor({ state: 'attached' })
  const result = await work(page, Math.round(performance.now() - begun))
  await context.close()
  return result
}

/** The list from the click to its rows, then a filter from the last letter to the number of those found. */
async function tenThousand(page: Page) {
  const begun = performance.now()
  await page.getByRole('link', { name: 'Runs' }).click()
  await page.getByRole('row').nth(5).waitFor()
  const openMs = Math.round(performance.now() - begun)
  const field = page.getByLabel('Filter the runs')
  const typed = performance.now()
  await field.fill('kind:sample frechet_distance<84 tag:paper')
  await page.getByText(/^\d+ of 10000 runs/).waitFor()
  const filterMs = Math.round(performance.now() - typed)
  return { count: RUNS, openMs, filterMs }
}
