/** What a sweep would cost, in a sentence or two. Pure. */
import type { SweepPlan } from '#contract/sweep-plan.ts'

export function planText({ runs, reused, evaluations, seconds, bytes, unknown }: SweepPlan): string {
  const parts = [
    `${runs} ${runs === 1 ? 'run' : 'runs'} to start${reused > 0 ? `, ${reused} there already` : ''}`,
    evaluations > 0 ? `${evaluations.toLocaleString('en')} evaluations` : '',
    seconds > 0 ? `about ${durationText(seconds)}` : '',
    bytes > 0 ? `${bytesText(bytes)} of disk` : '',
  ]
  const said = `${parts.filter(Boolean).join(', ')}.`
  return unknown.seconds.length > 0
    ? `${said} How long ${unknown.seconds.join(' and ')} takes was not measured here yet.`
    : said
}

const durationText = (seconds: number): string =>
  seconds < 90
    ? `${Math.max(1, Math.round(seconds))} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`

const bytesText = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(0)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`
