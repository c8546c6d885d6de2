/** How the sheet is looked at: axes and their ranges. Ranges stand still while something is dragged. */
import { extent, scaleOf, type Scale } from '#figures/scale.ts'
import type { Ends } from '#figures/ticks.ts'
import { tableOf, type TableInput } from '#theory/tables/table.ts'
import { sequenceOf, tableOfShape } from '../../shape/draft.ts'
import type { Workspace } from '../workspace.svelte.ts'
import type { Curve, Point } from './paint.ts'
import type { Rug } from './paint-rug.ts'

export type StepScale = 'step' | 'log-step' | 'fraction'
const MARGIN = { left: 64, right: 18, top: 30, bottom: 44 }

export class EditorView {
  #sheet: Workspace
  width = $state(640)
  height = $state(360)
  logSigma = $state(true)
  stepScale = $state<StepScale>('step')
  #held = $state.raw<{ x: Ends; y: Ends } | null>(null)

  constructor(sheet: Workspace) {
    this.#sheet = sheet
  }

  readonly curves = $derived.by(() =>
    this.#sheet.overlaid.flatMap(({ id, shape, slot }) => {
      const sequence = sequenceOf(shape)
      return sequence.ok ? [{ id, sigmas: sequence.sigmas, slot: slot ?? 0 }] : []
    }),
  )
  /** The very same list while none of them has changed, so that a drag of another does not draw them again. */
  readonly others = $derived.by<readonly Curve[]>(() => {
    const others = this.curves.filter(({ id }) => id !== this.#sheet.active.id)
    const isSame =
      others.length === this.#othersBefore.length &&
      others.every(({ sigmas, slot }, i) => {
        const before = this.#othersBefore[i]
        return sigmas === before.sigmas && slot === before.slot
      })
    if (!isSame) this.#othersBefore = others
    return this.#othersBefore
  })
  #othersBefore: readonly Curve[] = []
  /** The draft that is edited is drawn even where it is not overlaid. */
  readonly active = $derived.by<Curve | null>(() => {
    const { sequence, active } = this.#sheet
    return sequence.ok ? { sigmas: sequence.sigmas, slot: active.slot ?? 0 } : null
  })

  /** Levels of training under the curve that is edited: all of them, and those that its levels round to. */
  readonly rug = $derived.by<Rug | null>(() => {
    const { sequence, active } = this.#sheet
    const table = tableOfShape(active.shape)
    if (!table || !sequence.ok) return null
    const all = tableOf(table as TableInput).sigmas
    const last = all.length - 1
    const near = Array.from(sequence.levels?.timesteps ?? [], (timestep) => Math.min(last, Math.round(timestep)))
    return { all: Array.from(all).filter(Number.isFinite), chosen: near.map((timestep) => all[timestep]) }
  })

  readonly xOf = $derived.by(() => {
    const scale = this.stepScale
    return (index: number, count: number) =>
      scale === 'fraction' ? index / Math.max(1, count - 1) : scale === 'step' ? index : index + 1
  })
  /** The share of all steps that a place on the step axis stands for: the way back from `xOf`. */
  uAt(place: number): number {
    const index = this.stepScale === 'log-step' ? place - 1 : place
    return this.stepScale === 'fraction' ? place : index / Math.max(1, (this.active?.sigmas.length ?? 2) - 1)
  }
  readonly handles = $derived.by<Point[]>(() => {
    const count = this.active?.sigmas.length ?? 2
    return this.#sheet.handles.map(({ u, sigma }) => ({ x: this.xOf(u * (count - 1), count), sigma }))
  })

  readonly #sigmaAxis = $derived({ title: '', scale: this.logSigma ? 'log' : 'linear', room: 0.06 } as const)
  readonly #ranges = $derived.by<{ x: Ends; y: Ends }>(() => {
    const all = this.active ? [this.active, ...this.others] : this.others
    if (!all.length) return { x: [0, 1], y: [0.01, 1] }
    const levels = Math.max(2, ...all.map(({ sigmas }) => sigmas.length))
    const high = Math.max(...all.map(({ sigmas }) => sigmas[0]))
    const low = this.logSigma ? Math.min(...all.map(({ sigmas }) => sigmas[sigmas.length - 1])) : 0
    // Room at both ends, so that the outermost points can be taken hold of.
    const y: Ends = this.logSigma ? extent([low, high], this.#sigmaAxis) : [-0.02 * high, 1.06 * high]
    return { x: [this.xOf(0, levels), this.xOf(levels - 1, levels)], y }
  })
  readonly x = $derived.by<Scale>(() => {
    const right = Math.max(MARGIN.left + 50, this.width - MARGIN.right)
    const axis = {
      title: '',
      scale: this.stepScale === 'log-step' ? 'log' : 'linear',
      whole: this.stepScale === 'step',
    } as const
    return scaleOf(axis, (this.#held ?? this.#ranges).x, [MARGIN.left, right])
  })
  readonly y = $derived.by<Scale>(() => {
    const foot = Math.max(MARGIN.top + 50, this.height - MARGIN.bottom)
    return scaleOf(this.#sigmaAxis, (this.#held ?? this.#ranges).y, [foot, MARGIN.top])
  })
  readonly xTitle = $derived(
    { step: 'step i', 'log-step': 'step i + 1', fraction: 'share of the steps, i/(L−1)' }[this.stepScale],
  )

  hold() {
    this.#held = this.#ranges
  }
  release() {
    this.#held = null
  }
}
