/** A schedule being fitted to a score and a sampler: what was asked, how far it is, what it found. */
import { CALIBRATION_METHODS, type CalibrationMethod } from '#axes/calibration-methods.ts'
import type { CalibrateInput, Calibration, Interval } from '#contract/calibration.ts'
import type { Api, Events, Failure, LookRequest } from '#contract/requests.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { formatShort } from '../../ui/format.ts'
import type { LookSampler } from '../look/quick-look.svelte.ts'

export type Fitted = Calibration & { saved: string | null }
type Stage = { stage: string; done: number; of: number }

/** Methods that one needs only the score for, then those that look at data. */
export const METHODS = CALIBRATION_METHODS.map(({ name, title }) => ({ value: name, label: title }))
const NAMES: readonly string[] = CALIBRATION_METHODS.map(({ name }) => name)

export class Fitting {
  #api: Pick<Api, 'request' | 'subscribe'>
  method = $state<CalibrationMethod>('gits')
  levels = $state(10)
  n = $state(64)
  stage = $state.raw<Stage | null>(null)
  failure = $state.raw<Failure | null>(null)
  found = $state.raw<Fitted | null>(null)

  constructor(api: Pick<Api, 'request' | 'subscribe'>) {
    this.#api = api
    api.subscribe('models/progress', ({ source, stage, done, of }: Events['models/progress']) => {
      if (source === 'calibrate' && this.stage) this.stage = { stage, done, of }
    })
  }

  /** The fitted schedule, saved in the data folder; null where it failed or was cancelled, which `failure` says. */
  async start(
    score: Pick<LookRequest, 'network' | 'score'>,
    sampler: LookSampler,
    current: ScheduleInput | null,
  ): Promise<Fitted | null> {
    const { method, levels, n } = this
    this.stage = { stage: 'opening', done: 0, of: 0 }
    this.failure = this.found = null
    const asked: CalibrateInput = { ...score, sampler: { name: sampler } as never, levels, method, n }
    const reply = await this.#api.request('models/calibrate', { ...asked, ...(current && { current }) })
    this.stage = null
    if (reply.ok) this.found = reply.value
    else if (reply.error.code !== 'cancelled') this.failure = reply.error
    return reply.ok ? reply.value : null
  }
  cancel(): void {
    void this.#api.request('models/cancel', {})
  }
}

/** `fine run, 40 %`; a method by its title. */
export function stageText({ stage, done, of }: Stage): string {
  const title = NAMES.includes(stage) ? 'choosing levels' : stage
  return of > 0 ? `${title}, ${Math.floor((100 * done) / of)} %` : `${title} …`
}

export const spanText = ({ value, low, high }: Interval) =>
  `${formatShort(value)} [${formatShort(low)}, ${formatShort(high)}]`

/** What was gained, in one sentence that claims no more than the interval. */
export function gainText({ error, karras }: Calibration): string {
  const { value, p } = karras.difference
  if (p > 0.05) return 'Not told apart from Karras.'
  const share = formatShort(Math.abs(100 * (1 - error.value / karras.value)))
  return value < 0 ? `${share} % nearer to the exact end than Karras.` : `${share} % farther than Karras.`
}
