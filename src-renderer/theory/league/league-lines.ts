/** Lines of the league's table, exact or measured, their order, and what they come to in a sentence. */
import type { Calibration } from '#contract/calibration.ts'
import type { LeagueMeasure } from '#theory/calibration/league.ts'
import { formatShort } from '../../ui/format.ts'

export type Measure = LeagueMeasure

export type LeagueLine = {
  score: string
  sampler: string
  grid: string
  sigmas: readonly number[]
  dataRange: [0, 1] | [-1, 1]
  /** Known of a Gaussian. */
  w2: number | null
  kl: number | null
  endPoint: number
  /** 95 %, where the end point was measured; null where it is exact. */
  interval: readonly [number, number] | null
}

export const MEASURES = [
  { value: 'w2', label: 'W₂' },
  { value: 'kl', label: 'KL' },
  { value: 'end-point', label: 'end point' },
] as const satisfies readonly { value: Measure; label: string }[]

const valueOf = ({ w2, kl, endPoint }: LeagueLine, by: Measure) =>
  (by === 'w2' ? w2 : by === 'kl' ? kl : endPoint) ?? Infinity

/** Least first; lines of which the measure is not known come last, by their end point. */
export const sorted = (lines: readonly LeagueLine[], by: Measure): LeagueLine[] =>
  lines.toSorted((a, b) => {
    const [x, y] = [valueOf(a, by), valueOf(b, by)]
    return x === y ? a.endPoint - b.endPoint : x - y
  })

/** A calibration by all methods, with Karras' levels among them. */
export function linesOf({ score, rows, karras }: Calibration, sampler: string): LeagueLine[] {
  const judged = [
    ...rows.map(({ method, sigmas, error }) => ({ grid: method as string, sigmas, error })),
    { grid: 'karras-7', sigmas: karras.sigmas, error: karras },
  ]
  return judged.map(({ grid, sigmas, error }) => ({
    score: score.says,
    sampler,
    grid,
    sigmas,
    dataRange: score.data_range as LeagueLine['dataRange'],
    w2: null,
    kl: null,
    endPoint: error.value,
    interval: [error.low, error.high] as const,
  }))
}

/** The first line of each sampler on each score, beside Karras. */
export function sentenceOf(lines: readonly LeagueLine[], by: Measure): string {
  const first = new Map<string, LeagueLine>()
  for (const line of lines) {
    const key = `${line.sampler}, ${line.score}`
    if (Number.isFinite(valueOf(line, by)) && !first.has(key)) first.set(key, line)
  }
  return [...first]
    .map(([key, line]) => {
      const karras = lines.find(
        ({ grid, sampler, score }) => grid === 'karras-7' && sampler === line.sampler && score === line.score,
      )
      const beside = karras && karras !== line ? `, Karras ${formatShort(valueOf(karras, by))}` : ''
      return `${key}: ${line.grid} ${formatShort(valueOf(line, by))}${beside}.`
    })
    .join(' ')
}
