/** An hour of a training's events in a minute, with its page open: what stays in the page's memory. */
import type { Page } from 'playwright-core'
import type { Emit } from '#contract/requests.ts'
import type { RunRecord } from '#contract/run.ts'

const [TICKS, TICK_MS, PICTURE_EVERY] = [3600, 16, 10]
const BINS = 16

/** Ticks of once a second with a loss by sigma, a picture every ten, sixty times as fast. */
export async function simulateHour(page: Page, emit: Emit, run: RunRecord) {
  emit('runs/changed', { ...run, state: 'running', step: 0, steps: TICKS * 10, endedAt: null })
  await page.waitForTimeout(1000)
  const before = await heapMB(page)
  const begun = performance.now()
  for (let tick = 1; tick <= TICKS; tick++) {
    const [at, step] = [run.createdAt + tick * 1000, tick * 10]
    const names = ['loss', 'gradient_norm', 'rate', ...Array.from({ length: BINS }, (_, i) => `loss_by_sigma/${i}`)]
    const points = names.map((name, i) => ({ name, step, at, value: 1 / (1 + tick / 100 + i) }))
    emit('runs/tick', { id: run.id, step, steps: TICKS * 10, secondsPerStep: 0.1, secondsLeft: TICKS - tick, points })
    if (tick % PICTURE_EVERY === 0)
      emit('runs/preview', { id: run.id, step, sigma: null, png: picture(tick), columns: 8, rows: 8 })
    if (tick % 60 === 0) emit('runs/log', { id: run.id, level: 'info', text: `minute ${tick / 60}`, at })
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  emit('runs/changed', { ...run, state: 'finished' })
  await page.waitForTimeout(2000)
  return { seconds: Math.round((performance.now() - begun) / 1000), beforeMB: before, afterMB: await heapMB(page) }
}

/** As large as a real sheet; no picture, which the browser notices no sooner than it must. */
const picture = (seed: number) => Uint8Array.from({ length: 25_000 }, (_, i) => (seed * 31 + i * 17) % 256)

/** After everything that can be freed has been. */
async function heapMB(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const bytes = (await page.evaluate('performance.memory.usedJSHeapSize')) as number
  return Math.round(bytes / 1e5) / 10
}
