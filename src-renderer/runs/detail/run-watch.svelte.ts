/** One run that is looked at: its whole record, its series as they grow, its log, its pictures, what it came from. */
import type { Lineage } from '#contract/lineage.ts'
import type { Api, Events, Failure } from '#contract/requests.ts'
import type { MetricPoint, RunDetail } from '#contract/run.ts'
import type { PlotPoint } from '../../figures/plot-points.ts'
import { previewFiles } from '../../pictures/previews.ts'

/** Points asked for of each series, and how many may come in before they are asked for again, thinned. */
const POINTS = 500
const MOST = 1500
const LOG_KEPT = 200_000

export type Picture = Pick<Events['runs/preview'], 'step' | 'sigma' | 'png'>

export class RunWatch {
  readonly id: string
  #api: Pick<Api, 'request' | 'subscribe'>
  #ends: (() => void)[] = []
  #logAt = 0
  #logBusy = false
  detail = $state.raw<RunDetail | null>(null)
  lineage = $state.raw<Lineage | null>(null)
  series = $state.raw<ReadonlyMap<string, readonly PlotPoint[]>>(new Map())
  log = $state('')
  /** Oldest first: those kept in the folder, then those that came since. */
  pictures = $state.raw<readonly Picture[]>([])
  failure = $state.raw<Failure | null>(null)

  constructor(api: Pick<Api, 'request' | 'subscribe'>, id: string) {
    this.id = id
    this.#api = api
    const mine =
      <E extends { id: string }>(act: (event: E) => void) =>
      (event: E) =>
        void (event.id === id && act(event))
    this.#ends = [
      api.subscribe(
        'runs/tick',
        mine<Events['runs/tick']>(({ points }) => this.#append(points)),
      ),
      api.subscribe(
        'runs/log',
        mine(() => void this.#readLog()),
      ),
      api.subscribe(
        'runs/preview',
        mine<Events['runs/preview']>((picture) => (this.pictures = [...this.pictures, picture].slice(-400))),
      ),
      api.subscribe(
        'runs/changed',
        mine(() => void this.#readRecord()),
      ),
    ]
  }
  close() {
    for (const end of this.#ends) end()
  }

  async load() {
    await Promise.all([this.#readRecord(), this.#readSeries(), this.#readLog()])
    await this.#readPictures()
  }

  async #readRecord() {
    const [detail, lineage] = await Promise.all([
      this.#api.request('runs/get', { id: this.id }),
      this.#api.request('runs/lineage', { id: this.id }),
    ])
    this.failure = detail.ok ? null : detail.error
    if (detail.ok) this.detail = detail.value
    if (lineage.ok) this.lineage = lineage.value
  }

  async #readSeries() {
    const reply = await this.#api.request('runs/metrics', { id: this.id, points: POINTS })
    if (!reply.ok) return
    this.series = new Map()
    this.#append(reply.value)
  }
  /** Each series that grows becomes a new array: what is drawn tells by that whether it changed. */
  #append(points: readonly MetricPoint[]) {
    const grown = new Map<string, PlotPoint[]>()
    for (const { name, step, value } of points) {
      const own = grown.get(name) ?? [...(this.series.get(name) ?? [])]
      grown.set(name, own)
      // After a resume the steps since the checkpoint come once more.
      while (own.length && own[own.length - 1].x >= step) own.pop()
      own.push({ x: step, y: value ?? NaN })
    }
    this.series = new Map([...this.series, ...grown])
    if ([...grown.values()].some(({ length }) => length > MOST)) void this.#readSeries()
  }

  async #readLog() {
    if (this.#logBusy) return
    this.#logBusy = true
    const reply = await this.#api.request('runs/log', { id: this.id, from: this.#logAt })
    this.#logBusy = false
    if (!reply.ok) return
    this.#logAt = reply.value.next
    this.log = (this.log + reply.value.text).slice(-LOG_KEPT)
  }

  /** Pictures kept in the folder, each named by its step. */
  async #readPictures() {
    const kept = previewFiles(this.detail?.files ?? [])
    const read = await Promise.all(
      kept.slice(-400).map(async ({ path, step, sigma }) => {
        const reply = await this.#api.request('runs/file', { id: this.id, path })
        return reply.ok ? [{ step, sigma, png: reply.value }] : []
      }),
    )
    const stored = read.flat()
    const known = new Set(stored.map(({ step }) => step))
    this.pictures = [...stored, ...this.pictures.filter(({ step }) => !known.has(step))].toSorted(
      (a, b) => a.step - b.step,
    )
  }

  file = (path: string) => this.#api.request('runs/file', { id: this.id, path })
}
