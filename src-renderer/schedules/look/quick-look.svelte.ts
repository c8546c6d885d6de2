/** Looks at what a schedule does: one being sampled or just sampled, and one kept beside it. */
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { Api, Events, Failure } from '#contract/requests.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { asRequest } from '../../words/score-options.ts'

export type LookState = 'starting' | 'running' | 'done' | 'cancelled' | 'failed'
export type Picture = Events['look/preview']
export type Proportions = Omit<Events['look/done'], 'lookId'>
export type Look = {
  readonly lookId: string
  readonly title: string
  /** What curve it was, in a few words: the draft may be another by now. */
  readonly curve: string
  readonly slot: number
  readonly sampler: string
  readonly n: number
  readonly seed: number
  readonly state: LookState
  readonly nfe: number | null
  readonly picture: Picture | null
  readonly proportions: Proportions | null
  readonly failure: Failure | null
  readonly startedAt: number
  /** Milliseconds from the click to the first picture. */
  readonly firstAfter: number | null
}

/** Every sampler that its row offers to a quick look. */
export const LOOK_SAMPLERS = SAMPLER_ROWS.flatMap(({ name, look }) =>
  look === null ? [] : [{ value: name as LookSampler, label: look as string }],
)
type Offered<R> = R extends { name: infer N; look: string } ? N : never
export type LookSampler = Offered<(typeof SAMPLER_ROWS)[number]>

export class QuickLook {
  #api: Api
  current = $state.raw<Look | null>(null)
  /** Kept to compare with. */
  kept = $state.raw<Look | null>(null)
  /** A model's reference or an exact score, as `scoreOptions` has it; empty: the network that ships with the program. */
  score = $state('')
  sampler = $state<LookSampler>('heun')
  n = $state(64)
  seed = $state(0)
  markDifferences = $state(true)
  readonly busy = $derived(this.current?.state === 'starting' || this.current?.state === 'running')
  /** Both looks began with the same noise, sample by sample. */
  readonly sameNoise = $derived(
    this.current !== null &&
      this.kept !== null &&
      this.current.seed === this.kept.seed &&
      this.current.n === this.kept.n,
  )

  constructor(api: Api) {
    this.#api = api
    api.subscribe('look/preview', (picture) => {
      this.#change(picture.lookId, (look) => ({
        state: look.state === 'starting' ? 'running' : look.state,
        picture,
        firstAfter: look.firstAfter ?? performance.now() - look.startedAt,
      }))
    })
    api.subscribe('look/done', ({ lookId, ...proportions }) => {
      this.#change(lookId, (look) => ({
        proportions,
        nfe: proportions.nfe,
        // Batch by batch; all samples drawn is the end.
        state: isOver(look) ? look.state : proportions.drawn >= look.n ? 'done' : 'running',
      }))
    })
    api.subscribe('look/failed', ({ lookId, error }) => {
      this.#change(lookId, (look) => (isOver(look) ? {} : { state: 'failed', failure: error }))
    })
  }

  #change(lookId: string, change: (look: Look) => Partial<Look>) {
    if (this.current?.lookId === lookId) this.current = { ...this.current, ...change(this.current) }
    else if (this.kept?.lookId === lookId) this.kept = { ...this.kept, ...change(this.kept) }
  }

  /** Samples along `schedule` on the noise of `seed`. A finished look of the same noise is kept beside the new one. */
  async start(schedule: ScheduleInput, { title, curve, slot }: Pick<Look, 'title' | 'curve' | 'slot'>) {
    if (this.busy) await this.cancel()
    if (this.current?.picture && this.current.state !== 'failed') this.kept = this.current
    const { sampler, n, seed, score } = this
    const lookId = crypto.randomUUID()
    this.current = {
      lookId,
      title,
      curve,
      slot,
      sampler,
      n,
      seed,
      state: 'starting',
      nfe: null,
      picture: null,
      proportions: null,
      failure: null,
      startedAt: performance.now(),
      firstAfter: null,
    }
    const reply = await this.#api.request('look/start', {
      lookId,
      schedule,
      ...asRequest(score),
      sampler: { name: sampler },
      n,
      seed,
    })
    this.#change(lookId, () => (reply.ok ? { nfe: reply.value.nfe } : { state: 'failed', failure: reply.error }))
  }

  /** Cancelled for the eye at once; main is told, and what it still sends is dropped. */
  async cancel() {
    const look = this.current
    if (!look || isOver(look)) return
    this.#change(look.lookId, () => ({ state: 'cancelled' }))
    await this.#api.request('look/cancel', { lookId: look.lookId })
  }

  forgetKept() {
    this.kept = null
  }
  newNoise() {
    this.seed = Math.floor(Math.random() * 2 ** 31)
  }
}

const isOver = ({ state }: Look) => state === 'done' || state === 'cancelled' || state === 'failed'
