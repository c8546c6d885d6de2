/**
 * How fast the page is, in Debian's Chromium without a GPU: start, and frames a second while one of 1,000 points is dragged.
 * Run after `npm run build`: npm run bench:page. Prints one JSON object.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { serve } from '../src-main/serve.ts'
import { CHROMIUM } from '../e2e/chromium.ts'

const DRAG_MS = 4000
/** Runs in the page: notes when each frame came, until `stopFrames()`. */
const COUNT_FRAMES = `
  const seen = []
  const note = (at) => { seen.push(at); frame = requestAnimationFrame(note) }
  let frame = requestAnimationFrame(note)
  window.stopFrames = () => (cancelAnimationFrame(frame), seen)
  undefined`

const home = mkdtempSync(join(tmpdir(), 'anneal-bench-'))
const door = await serve({ home })
const browser = await chromium.launch(CHROMIUM)
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const startMs = await start(page)
  const plain = await drag(page, 1000, { overlaid: 1 })
  await page.evaluate('localStorage.clear()')
  await start(page)
  const full = await drag(page, 1000, { overlaid: 8 })
  const heap = (await page.evaluate('performance.memory.usedJSHeapSize')) as number
  console.log(JSON.stringify({ startMs, drag1000: plain, drag1000with8Overlaid: full, heapMB: heap / 1e6 }, null, 2))
} finally {
  await browser.close()
  await door.close()
  rmSync(home, { recursive: true })
}

/** From the request to a canvas with a curve and a page that is connected. */
async function start(page: Page): Promise<number> {
  const begun = performance.now()
  await page.goto('about:blank')
  await page.goto(door.url.replace('#', '#/schedules&'))
  await page.getByRole('slider', { name: /^Curve of/ }).waitFor()
  await page.getByText('Anneal: connected').waitFor({ state: 'attached' })
  return Math.round(performance.now() - begun)
}

/** Frames a second, and the 95th percentile of a frame, while the pointer moves as often as it can. */
async function drag(page: Page, levels: number, { overlaid }: { overlaid: number }) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cpuSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value
  }
  await page.getByRole('textbox', { name: 'Levels' }).fill(String(levels))
  await page.keyboard.press('Enter')
  for (let i = 2; i < overlaid; i++) await page.getByRole('button', { name: 'Duplicate' }).click()
  await page.waitForTimeout(500)
  const canvas = page.getByRole('slider', { name: /^Curve of/ })
  const box = (await canvas.boundingBox())!
  await canvas.focus()
  // With reach, so that the whole neighbourhood moves: the costly kind of drag.
  await page.getByRole('slider', { name: 'Reach of a drag' }).fill('1000')
  await page.evaluate(`(() => {${COUNT_FRAMES}})()`)
  const x = box.x + 64 + (box.width - 82) / 2
  const y = await handleY(page, box)
  await page.mouse.move(x, y)
  await page.mouse.down()
  const before = await cpuSeconds()
  const moves = await moveSteadily((i) => page.mouse.move(x, y + 60 * Math.sin(i / 20)))
  const after = await cpuSeconds()
  await page.mouse.up()
  const frames = (await page.evaluate('stopFrames()')) as number[]
  const gaps = frames
    .slice(1)
    .map((at, i) => at - frames[i])
    .toSorted((a, b) => a - b)
  const kind = await page.getByRole('radio', { name: 'List' }).isChecked()
  if (!kind) throw new Error('the drag took hold of no point')
  return {
    overlaid,
    moves,
    framesPerSecond: Math.round((1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0)),
    p95Ms: Math.round(10 * gaps[Math.floor(0.95 * gaps.length)]) / 10,
    /** Time of the page's own thread for each frame: what a busy machine does not blur. 16.7 is the budget of 60 frames. */
    cpuMsPerFrame: Math.round((10_000 * (after - before)) / gaps.length) / 10,
    worstMs: Math.round(10 * gaps[gaps.length - 1]) / 10,
  }
}

/** Where the curve crosses the middle of the canvas: found by the cursor, as a hand would. */
async function handleY(page: Page, box: { x: number; y: number; width: number; height: number }): Promise<number> {
  const x = box.x + 64 + (box.width - 82) / 2
  for (let y = box.y + 40; y < box.y + box.height - 50; y += 6) {
    await page.mouse.move(x, y)
    const over = await page.evaluate(`getComputedStyle(document.elementFromPoint(${x}, ${y})).cursor`)
    if (over === 'ns-resize') return y + 8
  }
  throw new Error('no curve under the middle of the canvas')
}

/** A move every 8 ms, as a mouse of 125 Hz makes them, whether or not the page has answered the last few. */
async function moveSteadily(move: (index: number) => Promise<void>): Promise<number> {
  const open = new Set<Promise<void>>()
  const until = performance.now() + DRAG_MS
  let moves = 0
  while (performance.now() < until) {
    if (open.size < 16) {
      const one: Promise<void> = move(moves++).finally(() => open.delete(one))
      open.add(one)
    }
    await new Promise((resolve) => setTimeout(resolve, 8))
  }
  await Promise.all(open)
  return moves
}
