/** Ties a Chart.js chart to a canvas. */
import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { Chart, type ChartConfiguration } from './chart-setup.ts'

/**
 * One chart per canvas: made with it, updated in place, destroyed with it. `config` must build fresh plain objects. Updates
 * wait for the next frame and come together, one chart a frame: five charts must not stop a drag.
 */
export function chartOf<K extends 'line' | 'bar'>(
  config: (canvas: HTMLCanvasElement) => ChartConfiguration<K, { x: number; y: number }[]>,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const chart = new Chart(
      canvas,
      untrack(() => config(canvas)),
    )
    $effect(() => {
      const { data, options } = config(canvas)
      // Untracked: Chart.js reads back and writes into what it is given (sveltejs/svelte#14202).
      const update = () => untrack(() => Object.assign(chart, { data, options }).update('none'))
      return inTurn(chart, update)
    })
    return () => chart.destroy()
  }
}

const waiting = new Map<object, () => void>()
let frame = 0

/** Runs `update` in a frame of its own, after those that waited before it. Returns how to call it off. */
function inTurn(owner: object, update: () => void): () => void {
  waiting.set(owner, update)
  frame ||= requestAnimationFrame(runNext)
  return () => {
    if (waiting.get(owner) === update) waiting.delete(owner)
  }
}

function runNext() {
  const [first] = waiting
  if (first) {
    waiting.delete(first[0])
    first[1]()
  }
  frame = waiting.size ? requestAnimationFrame(runNext) : 0
}
