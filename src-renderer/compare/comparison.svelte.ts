/** The runs that are held side by side, with all that is shown of them: samplings by what came out, trainings by their losses. */
import { keepApart } from '#contract/keep-apart.ts'
import type { Api, Failure } from '#contract/requests.ts'
import type { RunConfig } from '#contract/run-config.ts'
import type { Remark } from '#contract/remark.ts'
import type { MetricPoint, Result, RunDetail } from '#contract/run.ts'
import { previewFiles } from '../pictures/previews.ts'

export const MOST_COMPARED = 24
const LOSS_POINTS = 1000

export type Compared = {
  run: RunDetail
  /** Results of its newest finished evaluation. */
  evaluation: readonly Result[]
  /** How that was asked for. */
  judge: Extract<RunConfig, { kind: 'evaluate' }> | null
  /** What that is to be read with in mind. */
  judgeRemarks: readonly Remark[]
  sheet: Uint8Array | null
  /** Of a training run. */
  losses: readonly MetricPoint[]
}

/** A picture on the way of a run. */
export type Frame = { step: number; sigma: number | null; png: Uint8Array }

export class Comparison {
  #api: Pick<Api, 'request'>
  #loaded = $state.raw<ReadonlyMap<string, Compared>>(new Map())
  picked = $state.raw<readonly string[]>([])
  failure = $state.raw<Failure | null>(null)
  /** Pictures on the way by run, once they have been asked for. */
  frames = $state.raw<ReadonlyMap<string, readonly Frame[]>>(new Map())
  /** In the order in which they were picked. */
  readonly #apart = $derived.by(() => {
    const all = this.picked.flatMap((id) => this.#loaded.get(id) ?? [])
    const { lists, apart } = keepApart(all.map(({ evaluation }) => evaluation))
    return { apart, shown: all.map((one, i): Compared => ({ ...one, evaluation: lists[i] })) }
  })
  readonly #all = $derived(this.#apart.shown)
  /** Samplings. */
  readonly shown = $derived(this.#all.filter(({ run }) => run.kind === 'sample'))
  readonly trained = $derived(this.#all.filter(({ run }) => run.kind !== 'sample'))
  /** Results that do not stand in one column or on one axis, and why. */
  readonly apart = $derived(this.#apart.apart)

  constructor(api: Pick<Api, 'request'>) {
    this.#api = api
  }

  pick(ids: readonly string[]) {
    this.picked = [...new Set(ids)].slice(0, MOST_COMPARED)
    void this.load()
  }
  /** Puts a run at the place that another has. */
  place(id: string, at: string) {
    const others = this.picked.filter((one) => one !== id)
    const [from, to] = [this.picked.indexOf(id), this.picked.indexOf(at)]
    if (from < 0 || to < 0 || from === to) return
    this.picked = others.toSpliced(to, 0, id)
  }
  toggle(id: string): boolean {
    const off = this.picked.includes(id)
    if (!off && this.picked.length >= MOST_COMPARED) return false
    this.pick(off ? this.picked.filter((one) => one !== id) : [...this.picked, id])
    return true
  }

  /** Everything anew: an evaluation may have ended since. */
  async load() {
    const ids = this.picked
    const found = await Promise.all(ids.map((id) => this.#read(id)))
    this.#loaded = new Map(found.flatMap((one) => (one ? [[one.run.id, one] as const] : [])))
  }

  /** Reads the pictures on the way of all that is shown; those that are there already are kept. */
  async loadFrames() {
    await Promise.all(
      this.shown
        .filter(({ run }) => !this.frames.has(run.id))
        .map(async ({ run }) => {
          const read = await Promise.all(
            previewFiles(run.files).map(async ({ path, step, sigma }) => {
              const reply = await this.#api.request('runs/file', { id: run.id, path })
              return reply.ok ? [{ step, sigma, png: reply.value }] : []
            }),
          )
          this.frames = new Map(this.frames).set(run.id, read.flat())
        }),
    )
  }

  async #read(id: string): Promise<Compared | null> {
    const run = await this.#api.request('runs/get', { id })
    if (!run.ok) {
      this.failure = run.error
      return null
    }
    return run.value.kind === 'sample' ? this.#readSampling(run.value) : this.#readTraining(run.value)
  }
  async #readSampling(run: RunDetail): Promise<Compared> {
    const { id } = run
    const [lineage, sheet] = await Promise.all([
      this.#api.request('runs/lineage', { id }),
      this.#api.request('runs/file', { id, path: 'samples/sheet.png' }),
    ])
    const judged = lineage.ok
      ? lineage.value.descendants.findLast(
          ({ run: one }) =>
            one.kind === 'evaluate' && one.state === 'finished' && !one.trashed && one.parents.includes(id),
        )
      : undefined
    const asked = judged && (await this.#api.request('runs/get', { id: judged.run.id }))
    const config = asked?.ok ? asked.value.config : null
    const judge = config?.kind === 'evaluate' ? config : null
    return {
      run,
      evaluation: judged?.results ?? [],
      judge,
      judgeRemarks: asked?.ok ? asked.value.remarks : [],
      sheet: sheet.ok ? sheet.value : null,
      losses: [],
    }
  }
  async #readTraining(run: RunDetail): Promise<Compared> {
    const losses = await this.#api.request('runs/metrics', { id: run.id, name: 'loss', points: LOSS_POINTS })
    return { run, evaluation: [], judge: null, judgeRemarks: [], sheet: null, losses: losses.ok ? losses.value : [] }
  }
}
