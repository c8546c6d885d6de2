/** Results as a table in Markdown: medians, minima, and how many times as fast as PyTorch, with intervals over the pairs. */
import { bootstrapInterval } from '#theory/statistics/bootstrap.ts'
import type { Contender } from './contest.ts'
import type { RowResult } from './results.ts'
import { ROWS } from './rows.ts'

const HEAD = ['| row | contender | median ms | min ms | × reference (95 %) | % of peak | peak MB | others |', '|---|---|---|---|---|---|---|---|'] // prettier-ignore

/** What a contender's speed is divided by: PyTorch as one would run it, NumPy for the exact denoiser. */
const REFERENCES = ['torch-channels-last', 'numpy']

export const table = (results: readonly RowResult[]): string => [...HEAD, ...results.flatMap(rowLines)].join('\n')

function rowLines(result: RowResult): string[] {
  const { row, contenders } = result
  const reference = contenders.find(({ name }) => REFERENCES.includes(name))
  return contenders.map((contender, i) => {
    const { name, seconds, others, peakMB } = contender
    const cells = [
      i === 0 ? ROWS[row].title : '',
      name,
      milliseconds(median(seconds)),
      milliseconds(Math.min(...seconds)),
      reference && reference !== contender ? ratio(reference, contender) : reference ? '1' : '',
      share(result, contender),
      String(peakMB),
      median(others).toFixed(2),
    ]
    return `| ${cells.join(' | ')} |`
  })
}

/** Median over the rounds of reference time/own time of the same round. */
function ratio(reference: Contender, contender: Contender): string {
  const ratios = contender.seconds.map((seconds, i) => reference.seconds[i] / seconds)
  if (ratios.length < 2) return ratios[0].toFixed(2)
  const statistic = (indices: Uint32Array) => median(Array.from(indices, (i) => ratios[i]))
  const { estimate, low, high } = bootstrapInterval(ratios.length, statistic, { method: 'percentile', seed: 0 })
  return `${estimate.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`
}

/** Of the fastest convolution (or, for the exact denoiser, matrix product) in float32 that either library reached. */
function share({ row, contenders, peaks }: RowResult, { seconds, name }: Contender): string {
  const flops = contenders.find((contender) => contender.flops)?.flops
  if (!flops || name.includes('bfloat16')) return ''
  const kind = ROWS[row].kind === 'empirical' ? 'sgemm' : 'convolution'
  const peak = Math.max(peaks.ours[kind], peaks.torch[kind])
  return ((100 * flops) / median(seconds) / 1e9 / peak).toFixed(0)
}

const milliseconds = (seconds: number) => (1000 * seconds).toPrecision(4).replace(/\.0+$/, '')

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
