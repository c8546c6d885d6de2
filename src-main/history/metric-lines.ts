/** `metrics.jsonl`: one line per step and time, `{"step":100,"at":1795000000000,"loss":0.12}`; null where it was not finite. */
import type { MetricPoint } from '#contract/run.ts'

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

/**
 * All points in the order in which they were written, and the last step reached. `damaged`: numbers of the lines that hold no
 * metrics, as a power cut leaves them; they cost themselves only.
 */
export function parseMetricLines(lines: readonly string[]): { step: number; points: MetricPoint[]; damaged: number[] } {
  const points: MetricPoint[] = []
  const damaged: number[] = []
  let step = 0
  for (const [index, text] of lines.entries()) {
    const line = parseLine(text)
    if (line === null) {
      damaged.push(index + 1)
      continue
    }
    step = line.step
    for (const [name, value] of Object.entries(line)) {
      if (name !== 'step' && name !== 'at') points.push({ name, step, value, at: line.at })
    }
  }
  return { step, points, damaged }
}

type Line = { step: number; at: number; [name: string]: number }

function parseLine(text: string): Line | null {
  try {
    // A block of NULs may stand before a line that is whole.
    const line = JSON.parse(text.replaceAll('\0', '')) as Line
    return Number.isInteger(line.step) && Number.isInteger(line.at) && Object.values(line).every(isValue) ? line : null
  } catch {
    return null
  }
}

const isValue = (value: unknown) => typeof value === 'number' || value === null

/** A point that can be kept: -0 becomes 0 and what is not finite null, in the file and in the database alike. */
export function storable(point: MetricPoint): MetricPoint {
  if (point.name === 'step' || point.name === 'at') throw new RangeError(`no metric may be called ${point.name}`)
  const value = point.value !== null && Number.isFinite(point.value) ? point.value + 0 : null
  return { name: point.name, step: point.step, value, at: point.at }
}
