/** How the sheet is looked at: axes and their ranges. Ranges stand still while something is dragged. */
import { sequenceOf } from '../../shape/draft.ts'
import type { Workspace } from '../workspace.svelte.ts'
import { paddedRange, type Axis } from './axis.ts'
import type { Curve, Point } from './paint.ts'

export type StepScale = 'step' | 'log-step' | 'fraction'
const MARGIN = { left: 64, right: 18, top: 30, bottom: 44 }

export class EditorView {
  #sheet: Workspace
  width = $state(640)
  height = $state(360)
  logSigma = $state(true)
  stepScale = $state<StepScale>('step')
  #held = $state.raw<{ x: [number, number]; y: [number, number] } | null>(null)

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

  readonly xOf = $derived.by(() => {
    const scale = this.stepScale
    return (index: number, count: number) =>
      scale === 'fraction' ? index / (count - 1) : scale === 'step' ? index : index + 1
  })
  readonly handles = $derived.by<Point[]>(() => {
    const count = this.active?.sigmas.length ?? 2
    return this.#sheet.handles.map(({ u, sigma }) => ({ x: this.xOf(u * (count - 1), count), sigma }))
  })

  readonly #ranges = $derived.by(() => {
    const all = this.active ? [this.active, ...this.others] : this.others
    if (!all.length) return { x: [0, 1] as [number, number], y: [0.01, 1] as [number, number] }
    const levels = Math.max(...all.map(({ sigmas }) => sigmas.length))
    const high = Math.max(...all.map(({ sigmas }) => sigmas[0]))
    const low = this.logSigma ? Math.min(...all.map(({ sigmas }) => sigmas[sigmas.length - 1])) : 0
    const y = this.logSigma ? paddedRange(low, high, true) : ([-0.02 * high, 1.06 * high] as [number, number])
    return { x: [this.xOf(0, levels), this.xOf(levels - 1, levels)] as [number, number], y }
  })
  readonly x = $derived.by<Axis>(() => {
    const [low, high] = (this.#held ?? this.#ranges).x
    return {
      log: this.stepScale === 'log-step',
      low,
      high,
      from: MARGIN.left,
      to: Math.max(MARGIN.left + 50, this.width - MARGIN.right),
    }
  })
  readonly y = $derived.by<Axis>(() => {
    const [low, high] = (this.#held ?? this.#ranges).y
    return {
      log: this.logSigma,
      low,
      high,
      from: Math.max(MARGIN.top + 50, this.height - MARGIN.bottom),
      to: MARGIN.top,
    }
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
