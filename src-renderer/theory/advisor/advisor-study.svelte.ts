/** What the data themselves ask for: their distances are measured once, the advice follows every wish at once. */
import { Refusal } from '#contract/refusal.ts'
import type { DatasetDistances } from '#contract/dataset-card.ts'
import type { Api } from '#contract/requests.ts'
import { adviseSchedule, type AdvisedSchedule } from '#theory/grids/advisor.ts'
import { scaledDistances } from '#theory/grids/distances.ts'

export type RangeName = '[0, 1]' | '[-1, 1]'
const RANGES = { '[0, 1]': [0, 1], '[-1, 1]': [-1, 1] } as const

export class AdvisorStudy {
  readonly #api: Api
  /** Its id; empty until the first is known. */
  dataset = $state('')
  range = $state<RangeName>('[0, 1]')
  inner = $state(5)
  overlap = $state(0.5)
  busy = $state(false)
  /** Name under which the advised schedule was saved. */
  saved = $state<string | null>(null)
  #measured = $state.raw<Readonly<Record<string, DatasetDistances>>>({})
  #refused = $state.raw<{ dataset: string; message: string } | null>(null)

  constructor(api: Api) {
    this.#api = api
  }

  readonly measured = $derived(this.#measured[this.dataset] ?? null)
  readonly dataRange = $derived(RANGES[this.range])
  /** In units of the range chosen. */
  readonly distances = $derived(this.measured && scaledDistances(this.measured.distances, this.#width))
  readonly advice = $derived.by((): { ok: true; value: AdvisedSchedule } | { ok: false; message: string } | null => {
    if (this.#refused?.dataset === this.dataset) return { ok: false, message: this.#refused.message }
    const { measured, distances, dataRange, inner, overlap } = this
    if (!measured || !distances) return null
    try {
      const dataStd = measured.dataStd * this.#width
      return {
        ok: true,
        value: adviseSchedule({ d: measured.dimension, distances, dataRange, dataStd, inner, overlap }),
      }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, message: error.message }
      throw error
    }
  })

  async measure(dataset: string) {
    this.dataset = dataset
    this.saved = null
    if (this.#measured[dataset]) return
    this.busy = true
    const reply = await this.#api.request('datasets/distances', { id: dataset })
    this.busy = false
    if (reply.ok) this.#measured = { ...this.#measured, [dataset]: reply.value }
    else this.#refused = { dataset, message: reply.error.message }
  }

  /** The advised levels as a schedule like any other. */
  async save({ sigmaMax, sigmaMin, levels }: AdvisedSchedule, of: string) {
    const name = `advised for ${of}`
    const [low, high] = this.dataRange
    const spec = {
      family: 'geometric' as const,
      levels: levels.value,
      sigma_max: sigmaMax.value,
      sigma_min: sigmaMin.value,
      data_range: [low, high] as [0, 1] | [-1, 1],
    }
    const reply = await this.#api.request('schedules/save', { name, spec })
    this.saved = reply.ok ? name : null
    if (!reply.ok) this.#refused = { dataset: this.dataset, message: reply.error.message }
  }

  get #width() {
    return this.dataRange[1] - this.dataRange[0]
  }
}
