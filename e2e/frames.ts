/** What a page's frames cost: how many there were, and how long its own thread worked for each. */
import type { Page } from 'playwright-core'

const COUNT_FRAMES = `(() => {
  const seen = []
  const note = (at) => { seen.push(at); frame = requestAnimationFrame(note) }
  let frame = requestAnimationFrame(note)
  window.stopFrames = () => (cancelAnimationFrame(frame), seen)
})()`

export type Frames = {
  framesPerSecond: number
  p95Ms: number
  worstMs: number
  /** Time of the page's own thread for each frame: what a busy machine does not blur. 16.7 is the budget of 60 frames. */
  cpuMsPerFrame: number
}

/** Frames while `work` goes on. */
export async function countFrames(page: Page, work: () => Promise<unknown>): Promise<Frames> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cpuSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value
  }
  await page.evaluate(COUNT_FRAMES)
  const before = await cpuSeconds()
  await work()
  const after = await cpuSeconds()
  const frames = (await page.evaluate('stopFrames()')) as number[]
  const gaps = frames
    .slice(1)
    .map((at, i) => at - frames[i])
    .toSorted((a, b) => a - b)
  const tenth = (value: number) => Math.round(10 * value) / 10
  return {
    framesPerSecond: tenth((1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0)),
    p95Ms: tenth(gaps[Math.floor(0.95 * gaps.length)]),
    worstMs: tenth(gaps[gaps.length - 1]),
    cpuMsPerFrame: tenth((1000 * (after - before)) / gaps.length),
  }
}
