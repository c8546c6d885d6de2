/** Looks at what schedules do: those being sampled or just sampled, newest first, with those kept beside them. */
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { Api, Events, Failure } from '#contract/requests.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { toCamel } from '#contract/casing.ts'
import type { Schedule } from '#contract/schedule.ts'
import { asRequestAlong, CORRUPTION_OPTIONS } from './look-scores.ts'
import { samplerFor, type Typed } from './sampler-settings.ts'

export type LookState = 'waiting' | 'starting' | 'running' | 'done' | 'cancelled' | 'failed'
export type Picture = Events['look/preview']
export type Proportions = Omit<Events['look/done'], 'lookId'>
export type Look = {
  readonly lookId: string
  readonly title: string
  /** What curve it was, in a few words: the draft may be another by now. */
  readonly curve: string
  readonly slot: number
  /** The schedule's draft on the sheet, and the schedule as it was: another by now means that the look is old. */
  readonly draft: string | null
  readonly schedule: ScheduleInput
  /** With the settings that it was made with. */
  readonly asked: { name: string } & Typed
  readonly score: string
  readonly corruption: string
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

export type Subject = Pick<Look, 'title' | 'curve' | 'slot'> & { draft?: string; schedule: ScheduleInput }

/** As many as a panel has room for. */
const MOST_LOOKS = 8

export class QuickLook {
  #api: Api
  #linked = true
  looks = $state.raw<readonly Look[]>([])
  readonly current = $derived<Look | null>(this.looks[0] ?? null)
  /** Kept to compare with, newest first. */
  readonly kept = $derived(this.looks.slice(1))
  /** A model's reference or an exact score, as `scoreOptions` has it; empty: the network that ships with the program. */
  score = $state('')
  /** Beside the noise, where an exact score is looked at along two curves. */
  corruption = $state(CORRUPTION_OPTIONS[0].value)
  sampler = $state<LookSampler>('heun')
  /** What was typed of each sampler's own settings. */
  #typed = $state.raw<Readonly<Record<string, Typed>>>({})
  n = $state(64)
  seed = $state(0)
  markDifferences = $state(true)
  readonly typed = $derived(this.#typed[this.sampler] ?? {})
  readonly busy = $derived(this.looks.some(({ state }) => isGoing(state)))

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
      void this.#next()
    })
    api.subscribe('look/failed', ({ lookId, error }) => {
      this.#change(lookId, (look) => (isOver(look) ? {} : { state: 'failed', failure: error }))
      void this.#next()
    })
  }

  #change(lookId: string, change: (look: Look) => Partial<Look>) {
    this.looks = this.looks.map((look) => (look.lookId === lookId ? { ...look, ...change(look) } : look))
  }

  /** One of the sampler's own settings; undefined leaves it to the advisor or to its default. */
  setTyped(field: string, value: unknown) {
    const { [field]: _, ...rest } = this.typed
    this.#typed = { ...this.#typed, [this.sampler]: value === undefined ? rest : { ...rest, [field]: value } }
  }

  /** Both began with the same noise, sample by sample, and both are whole. */
  isSameNoise(one: Look, other: Look): boolean {
    return (
      one.seed === other.seed && one.n === other.n && one.score === other.score && one.corruption === other.corruption
    )
  }

  /** Samples along `schedule` on the noise of `seed`. Finished looks are kept beside the new one. */
  start(schedule: ScheduleInput, subject: Omit<Subject, 'schedule'>) {
    return this.startAll([{ ...subject, schedule }])
  }

  /** Along each in turn, all on the same noise. */
  async startAll(subjects: readonly Subject[]) {
    if (this.busy) await this.cancel()
    const { sampler, typed, n, seed, score, corruption } = this
    const begun = subjects.map(({ title, curve, slot, draft = null, schedule }): Look => {
      const sigmas = sigmasOf(scheduleLevels(toCamel(schedule) as Schedule))
      return {
        lookId: crypto.randomUUID(), title, curve, slot, draft, schedule, asked: samplerFor(sampler, typed, sigmas), score, corruption, sampler, n, seed,
        state: 'waiting', nfe: null, picture: null, proportions: null, failure: null, startedAt: performance.now(), firstAfter: null,
      }
    }) // prettier-ignore
    // What was cancelled or failed is no result to compare with.
    const whole = this.looks.filter(({ state, picture }) => state === 'done' && picture)
    this.looks = [...begun, ...whole].slice(0, Math.max(MOST_LOOKS, begun.length))
    await this.#next()
  }

  /** The first that waits, if nothing is going and main can be reached. */
  async #next() {
    const look = this.looks.find(({ state }) => state === 'waiting')
    if (!look || !this.#linked || this.looks.some(({ state }) => state === 'starting' || state === 'running')) return
    const { lookId, schedule, score, corruption, asked, n, seed } = look
    this.#change(lookId, () => ({ state: 'starting', startedAt: performance.now() }))
    const chosen = asRequestAlong(score, corruption, schedule)
    const reply = await this.#api.request('look/start', { lookId, schedule, ...chosen, sampler: asked, n, seed })
    this.#change(lookId, (now) => {
      if (reply.ok) return { nfe: reply.value.nfe }
      // Asked again once main can be reached.
      return this.#linked ? { state: 'failed', failure: reply.error } : { state: isOver(now) ? now.state : 'waiting' }
    })
    if (!reply.ok && this.#linked) await this.#next()
  } // prettier-ignore

  /** Told of the connection: what was going when it was lost begins again when it is back. */
  link(open: boolean) {
    this.#linked = open
    if (open) void this.#next()
    else
      this.looks = this.looks.map((look) => (isGoing(look.state) ? { ...look, state: 'waiting' } : look))
  } // prettier-ignore

  /** Cancelled for the eye at once, those that wait too; main is told, and what it still sends is dropped. */
  async cancel() {
    const going = this.looks.find(({ state }) => state === 'starting' || state === 'running')
    this.looks = this.looks.map((look) => (isGoing(look.state) ? { ...look, state: 'cancelled' } : look))
    if (going) await this.#api.request('look/cancel', { lookId: going.lookId })
  }

  forget(lookId: string) {
    this.looks = this.looks.filter((look) => look.lookId !== lookId)
  }
  newNoise() {
    this.seed = Math.floor(Math.random() * 2 ** 31)
  }
}

const isGoing = (state: LookState) => state === 'waiting' || state === 'starting' || state === 'running'
const isOver = ({ state }: Look) => !isGoing(state)
