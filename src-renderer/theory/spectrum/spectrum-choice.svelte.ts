/** Which spectrum the theory speaks of: a preset, that of a data set, or the user's own numbers. */
import { Refusal } from '#contract/refusal.ts'
import type { DatasetCard } from '#contract/dataset-card.ts'
import type { Api } from '#contract/requests.ts'
import { checkSpectrum } from '#theory/errors/spectrum.ts'
import { readNpyVector } from './npy.ts'
import { pastedSpectrum, powerLaw, THREE, type PowerLaw } from './presets.ts'

/** `data:<id>` is a data set's. */
export type SpectrumKind = 'three' | 'power' | 'pasted' | 'file' | `data:${string}`
type Range = readonly [number, number]
export type Spectrum = { name: string; values: Float64Array; dataRange: Range | null }

export class SpectrumChoice {
  #api: Api
  kind = $state<SpectrumKind>('three')
  power = $state.raw<PowerLaw>({ d: 256, power: 1.5, largest: 10 })
  pasted = $state('1, 0.5, 0.1, 0.01')
  datasets = $state.raw<readonly DatasetCard[]>([])
  loading = $state(false)
  #file = $state.raw<Spectrum | null>(null)
  #ofData = $state.raw<Readonly<Record<string, Spectrum>>>({})
  #refused = $state.raw<{ kind: SpectrumKind; message: string } | null>(null)

  constructor(api: Api) {
    this.#api = api
  }

  /** What is chosen, or why there is nothing; null while it is computed. */
  readonly now = $derived.by((): { ok: true; spectrum: Spectrum } | { ok: false; message: string } | null => {
    const { kind } = this
    if (this.#refused?.kind === kind) return { ok: false, message: this.#refused.message }
    try {
      const spectrum = this.#made(kind)
      return spectrum && { ok: true, spectrum }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, message: error.message }
      throw error
    }
  })
  /** The last spectrum that there was, so that figures do not vanish while another is computed. */
  readonly spectrum = $derived(this.now?.ok ? this.now.spectrum : null)

  #made(kind: SpectrumKind): Spectrum | null {
    if (kind === 'three') return { name: '(1, 0.1, 0.001)', values: THREE, dataRange: null }
    if (kind === 'power')
      return { name: `power law, d = ${this.power.d}`, values: powerLaw(this.power), dataRange: null }
    if (kind === 'pasted') return { name: 'pasted', values: pastedSpectrum(this.pasted), dataRange: null }
    if (kind === 'file') return this.#file
    return this.#ofData[kind.slice(5)] ?? null
  }

  choose(kind: SpectrumKind) {
    this.kind = kind
    this.#refused = null
    if (kind.startsWith('data:')) void this.#load(kind.slice(5))
  }

  async listDatasets() {
    const reply = await this.#api.request('datasets/list', {})
    if (reply.ok) this.datasets = reply.value.filter(({ height, width }) => height * width > 1)
  }

  async #load(id: string) {
    if (this.#ofData[id]) return
    this.loading = true
    const reply = await this.#api.request('datasets/spectrum', { id })
    this.loading = false
    if (reply.ok) {
      const { eigenvalues, dataRange } = reply.value
      const name = this.datasets.find((card) => card.id === id)?.name ?? id
      this.#ofData = { ...this.#ofData, [id]: { name, values: checkSpectrum(eigenvalues), dataRange } }
    } else this.#refused = { kind: `data:${id}`, message: reply.error.message }
  }

  /** A dropped or chosen .npy or text file. */
  async takeFile(file: File) {
    this.kind = 'file'
    this.#refused = null
    try {
      const values = file.name.endsWith('.npy')
        ? checkSpectrum(readNpyVector(await file.arrayBuffer()))
        : pastedSpectrum(await file.text())
      this.#file = { name: file.name, values, dataRange: null }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#refused = { kind: 'file', message: error.message }
    }
  }
}

/** Eigenvalues in the units of `range`: they go with the square of its width. */
export function inRange({ values, dataRange }: Spectrum, range: Range): Float64Array {
  if (!dataRange) return values
  const factor = ((range[1] - range[0]) / (dataRange[1] - dataRange[0])) ** 2
  return factor === 1 ? values : values.map((value) => value * factor)
}
