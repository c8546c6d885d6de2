/** `metrics.jsonl`: one line per step and time, `{"step":100,"at":1795000000000,"loss":0.12}`; null where it was not finite. */
import type { MetricPoint } from '#contract/run.ts'
import { Refusal } from '#contract/refusal.ts'

/**
 * Lines of one tick. Neighbouring points of one step and time share a line; the last line is always that of the tick's own
 * step, so that the file alone tells how far the run came.
 */
export function metricLines(step: number, points: readonly MetricPoint[], now: number): string[] {
  const lines: Record<string, number | null>[] = []
  for (const point of points) {
    const last = lines.at(-1)
    const line = last && last.step === point.step && last.at === point.at && !(point.name in last) ? last : null
    if (line) line[point.name] = point.value
    else lines.push({ step: point.step, at: point.at, [point.name]: point.value })
  }
  if (lines.at(-1)?.step !== step) lines.push({ step, at: now })
  return lines.map((line) => JSON.stringify(line))
}

/** All points in the order in which they were written, and the last step reached. */
export function parseMetricLines(lines: readonly string[], path: string): { step: number; points: MetricPoint[] } {
  const points: MetricPoint[] = []
  let step = 0
  for (const [index, text] of lines.entries()) {
    const line = parseLine(text, index, path)
    step = line.step
    for (const [name, value] of Object.entries(line)) {
      if (name !== 'step' && name !== 'at') points.push({ name, step, value, at: line.at })
    }
  }
  return { step, points }
}

type Line = { step: number; at: number; [name: string]: number }

function parseLine(text: string, index: number, path: string): Line {
  try {
    const line = JSON.parse(text) as Line
    if (Number.isInteger(line.step) && Number.isInteger(line.at)) return line
  } catch {
    // Said below, with the file and the line.
  }
  const message = `${path}, line ${index + 1}: no metrics. Restore the file from a backup or remove that line.`
  throw new Refusal(message, { field: path, code: 'damaged' })
}

/** A point that can be kept: -0 becomes 0 and what is not finite null, in the file and in the database alike. */
export function storable(point: MetricPoint): MetricPoint {
  if (point.name === 'step' || point.name === 'at') throw new RangeError(`no metric may be called ${point.name}`)
  const value = point.value !== null && Number.isFinite(point.value) ? point.value + 0 : null
  return { name: point.name, step: point.step, value, at: point.at }
}
