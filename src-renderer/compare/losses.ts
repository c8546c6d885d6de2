/** Losses of training runs on one pair of axes: by step, by images seen or by time. Pure. */
import type { MetricPoint, RunDetail } from '#contract/run.ts'
import { SLOTS } from '#figures/palette.ts'
import type { PlotPoint, PlotSeries } from '../figures/plot-points.ts'
import { smooth } from '../runs/detail/smooth.ts'

export type Trained = { run: RunDetail; losses: readonly MetricPoint[] }
export type LossAxis = 'step' | 'images' | 'time'

export const LOSS_AXES: Readonly<Record<LossAxis, string>> = {
  step: 'step',
  images: 'images seen',
  time: 'minutes of training',
}

/** Longer than any tick takes: what lies between two points farther apart is a pause, not training. */
const PAUSE_MILLISECONDS = 10 * 60_000

/** A line a run, smoothed by `weight` where it is above 0. Time counts what was spent training, pauses left out. */
export function lossSeries(trained: readonly Trained[], axis: LossAxis, weight: number): PlotSeries[] {
  return trained.map(({ run, losses }, i) => ({
    label: `${run.number} ${run.name}`,
    slot: i % SLOTS,
    points: smooth(placed(run, losses, axis), weight),
  }))
}

function placed(run: RunDetail, losses: readonly MetricPoint[], axis: LossAxis): PlotPoint[] {
  const batch = run.config.kind === 'train' ? run.config.training.batch_size : 1
  let spent = 0
  let before = run.startedAt ?? losses[0]?.at ?? 0
  return losses.map(({ step, value, at }) => {
    const passed = Math.max(0, at - before)
    before = at
    if (passed < PAUSE_MILLISECONDS) spent += passed
    const x = axis === 'step' ? step : axis === 'images' ? step * batch : spent / 60_000
    return { x, y: value ?? NaN }
  })
}
