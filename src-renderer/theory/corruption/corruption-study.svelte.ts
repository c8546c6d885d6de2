/** What the tab Corruption asks: two curves that are dragged, another schedule beside them, a spectrum, and a real picture. */
import type { Corruption } from '#contract/corruption.ts'
import type { Api } from '#contract/requests.ts'
import type { CurvesFamily } from '#theory/grids/two-curves.ts'
import type { Picture } from '#theory/laws/gaussian-texture.ts'
import { knotsOfCurves, movedCurveKnot, type CurveName, type TwoCurvesShape } from '../../shape/curve-knots.ts'
import { ENDS, namedShape, SIZE, SPECTRA, type SpectrumName } from '../../shape/named-curves.ts'
import { Answer } from '../worker/answer.svelte.ts'
import { Restoring } from './restoring.svelte.ts'
import type { Ask } from '../worker/worker-door.ts'

const LAWS_MILLISECONDS = 150

export class CorruptionStudy {
  readonly #api: Api
  readonly laws: Answer<'corruption/laws'>
  readonly restoring: Restoring
  family = $state<CurvesFamily>('two-stage')
  besideFamily = $state<CurvesFamily>('joint')
  ends = $state.raw(ENDS)
  steps = $state(280)
  spectrumName = $state<SpectrumName>('path')
  /** Index into the frequencies of the spectrum. */
  shown = $state(0)
  /** Curves that were dragged; null: those of the family. */
  dragged = $state.raw<TwoCurvesShape | null>(null)
  picture = $state.raw<{ picture: Picture; name: string } | null>(null)
  fault = $state<string | null>(null)
  #asked = ''

  readonly corruption: Corruption = { name: 'gaussian-blur', padding: 'zero', halfSize: 32 }
  readonly spectrum = $derived(SPECTRA[this.spectrumName])
  readonly shape = $derived(this.dragged ?? namedShape(this.family, this.ends, this.spectrum.spectrum))
  readonly beside = $derived(namedShape(this.besideFamily, this.ends, this.spectrum.spectrum))
  readonly knots = $derived(knotsOfCurves(this.shape))
  readonly besideKnots = $derived(knotsOfCurves(this.beside))
  readonly label = $derived(this.dragged ? 'dragged' : this.family)

  /** Where the strip is computed: a worker of its own, so that it waits for no law. */
  readonly strip: Ask
  #due: ReturnType<typeof setTimeout> | null = null
  #computedAt = -Infinity

  constructor(api: Api, { quick, strip }: { quick: Ask; strip: Ask }) {
    this.#api = api
    this.strip = strip
    this.restoring = new Restoring(api)
    this.laws = new Answer('corruption/laws', quick)
  }

  /** Soon: laws are drawn by the page's own thread, which a drag needs for its frames, so they follow one a few times a second. */
  compute() {
    if (this.#due !== null) return
    this.#due = setTimeout(() => this.#ask(), Math.max(0, this.#computedAt + LAWS_MILLISECONDS - performance.now()))
  }
  #ask() {
    this.#due = null
    this.#computedAt = performance.now()
    const { frequencies, spectrum } = this.spectrum
    const shapes = [this.shape, this.beside]
    void this.laws.ask({ shapes, frequencies, spectrum, size: SIZE, steps: this.steps })
  }
  take(family: CurvesFamily) {
    this.family = family
    this.dragged = null
  }
  setEnd(name: 'sigmaMax' | 'sigmaMin' | 'corruptionMax', value: number) {
    this.ends = { ...this.ends, [name]: value }
    this.dragged = null
  }
  move(curve: CurveName, index: number, value: number) {
    this.dragged = { kind: 'curves', knots: movedCurveKnot(this.knots, index, curve, value), stops: this.steps + 1 }
  }

  /** What the strip begins with: a digit, if there are any. */
  takeFirst(datasets: readonly { id: string; name: string }[]) {
    const first = datasets.find(({ id }) => id.startsWith('mnist')) ?? datasets[0]
    if (first && !this.picture) void this.takeImage(first)
  }
  /** The first image of a data set: what the strip corrupts. */
  async takeImage({ id, name }: { id: string; name: string }, index = 0) {
    if (this.#asked === `${id} ${index}`) return
    this.#asked = `${id} ${index}`
    const reply = await this.#api.request('datasets/image', { id, index })
    if (this.#asked !== `${id} ${index}`) return
    this.fault = reply.ok ? null : reply.error.message
    if (reply.ok) this.picture = { picture: reply.value, name: `${name}, image ${index}` }
  }
}
