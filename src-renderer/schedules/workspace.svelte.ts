/** The sheet of the Schedules page: its drafts, which one is edited, and every edit with its undo. */
import type { TableName } from '#axes/tables/tables.ts'
import type { SavedSchedule } from '#contract/saved-schedule.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { Knot } from '#theory/grids/knot-curve.ts'
import type { CurvesFamily } from '#theory/grids/two-curves.ts'
import type { CurveName } from '../shape/curve-knots.ts'
import { formatShort } from '../ui/format.ts'
import { sequenceOf, type Draft, type FamilyName, type Parameters, type Shape, type Value } from '../shape/draft.ts'
import { knotsOf } from '../shape/knots.ts'
import { shapeOf } from '../shape/shape-of.ts'
import { curvesDragged, curvesWith, namedCurves } from './edit-curves.ts'
import { handleAdded, handleMoved, handleRemoved, handlesOf, listFrom } from './edit-handles.ts'
import { snapped } from './edit-levels.ts'
import { parametersFor } from './families.ts'
import { onTable } from './on-table.ts'
import { firstSheet, freeName, freeSlot, nameAfter, newDraft, type Sheet } from './sheet.ts'
import { endGesture, redo, step, undo, undoable, type Undoable } from './undo.ts'

const DRAWN_KNOTS = 8

export class Workspace {
  #state = $state.raw<Undoable<Sheet>>(undoable(firstSheet()))
  snap = $state(false)
  /** How many levels on each side come along when one is dragged. */
  reach = $state(0)
  /** The level or knot that keys and the table act on. */
  selected = $state(0)
  /** The family that an edit last turned into a list of its levels. */
  unfolded = $state.raw<{ id: string; name: string } | null>(null)
  /** A pointer or key is changing something right now: costly views may wait. */
  busy = $state(false)

  readonly sheet = $derived(this.#state.now)
  readonly drafts = $derived(this.sheet.drafts)
  readonly active = $derived(this.drafts.find(({ id }) => id === this.sheet.activeId) ?? this.drafts[0])
  readonly sequence = $derived(sequenceOf(this.active.shape))
  readonly overlaid = $derived(this.drafts.filter(({ slot }) => slot !== null))
  readonly canUndo = $derived(this.#state.past !== null)
  readonly canRedo = $derived(this.#state.future !== null)

  constructor(history?: Undoable<Sheet>) {
    if (history) this.#state = history
  }
  /** The sheet with all that can be undone and done again. */
  get history(): Undoable<Sheet> {
    return this.#state
  }

  undo() {
    this.#state = undo(this.#state)
  }
  redo() {
    this.#state = redo(this.#state)
  }
  /** What follows is undone apart from what came before. */
  endGesture() {
    this.#state = endGesture(this.#state)
    this.busy = false
  }

  #set(sheet: Sheet, gesture: string | null = null) {
    this.#state = step(this.#state, sheet, gesture)
  }
  #change(change: Partial<Draft>, gesture: string | null = null, id = this.active.id) {
    const drafts = this.drafts.map((draft) => (draft.id === id ? { ...draft, ...change } : draft))
    this.#set({ ...this.sheet, drafts }, gesture && `${id} ${gesture}`)
  }

  select(id: string) {
    // Looking at another draft is no edit: it is not undone, and does not end what can be redone.
    this.#state = { ...this.#state, now: { ...this.sheet, activeId: id }, gesture: null }
    this.selected = 0
  }
  rename(name: string) {
    this.#change({ name, typed: true }, 'name')
  }
  setShape(shape: Shape, gesture: string | null = null) {
    this.#change({ shape, name: nameAfter(this.active, shape, this.drafts) }, gesture)
  }
  setDataRange(dataRange: DataRange) {
    this.#change({ dataRange })
  }

  setFamily(family: FamilyName) {
    const { shape, dataRange } = this.active
    const before = shape.kind === 'family' ? shape.parameters : this.#asParameters()
    this.setShape({ kind: 'family', family, parameters: parametersFor(family, before, dataRange) })
    this.selected = 0
  }
  setParameter(name: string, value: Value | undefined, gesture: string | null = null) {
    const { shape } = this.active
    if (shape.kind !== 'family') return
    const { [name]: _, ...rest } = shape.parameters
    this.setShape(
      { ...shape, parameters: value === undefined ? rest : { ...shape.parameters, [name]: value } },
      gesture,
    )
  }

  setTable(name: TableName | null) {
    const shape = onTable(this.active, name, this.#asParameters())
    if (shape) this.setShape(shape)
  }

  /** The same levels as a list, or as a curve through a few knots. */
  makeList() {
    // Noise that rests beside a corruption is one level of a list.
    if (this.sequence.ok) this.setShape(listFrom(this.active.shape, [...new Set(this.sequence.sigmas)]))
  }
  makeDrawn() {
    if (!this.sequence.ok) return
    const sigmas = [...new Set(this.sequence.sigmas)]
    this.setShape({ kind: 'drawn', knots: knotsOf(sigmas, DRAWN_KNOTS), levels: sigmas.length })
    this.selected = 0
  }
  setDrawnLevels(levels: number, gesture: string | null = null) {
    const { shape } = this.active
    if (shape.kind === 'drawn') this.setShape({ ...shape, levels }, gesture)
  }

  /** Noise and a corruption over one time. */
  makeCurves(family: CurvesFamily = 'two-stage') {
    this.setShape(namedCurves(this.active.shape, family))
  }
  setCurvesParameter(name: string, value: number, gesture: string | null = null) {
    const { shape } = this.active
    if (shape.kind === 'curves') this.setShape(curvesWith(shape, name, value), gesture)
  }
  moveCurve(curve: CurveName, index: number, value: number) {
    const { shape } = this.active
    if (shape.kind !== 'curves' || !this.sequence.ok) return
    this.busy = true
    this.setShape(curvesDragged(shape, curve, index, value), `${curve} ${index}`)
  }

  #asParameters(): Parameters {
    if (!this.sequence.ok) return {}
    const { sigmas } = this.sequence
    return { levels: sigmas.length, sigmaMax: sigmas[0], sigmaMin: sigmas[sigmas.length - 1] }
  }

  /** Levels that have handles; the noise of two curves is dragged on a canvas of their own. */
  readonly #levels = $derived(this.sequence.ok && this.active.shape.kind !== 'curves' ? this.sequence.sigmas : null)
  /** What can be dragged. */
  readonly handles = $derived(handlesOf(this.active.shape, this.#levels ?? []))

  /** Handle `index` to `sigma`, snapped where that is on, and, for an inner knot, to `u`. Says where it came to stand otherwise. */
  moveHandle(index: number, to: { sigma: number; u?: number }, gesture: string | null = null): string | null {
    if (!this.#levels) return null
    if (!(to.sigma > 0) || !Number.isFinite(to.sigma)) return 'σ must be a number above 0; it stays as it was.'
    const sigma = this.snap ? snapped(to.sigma) : to.sigma
    const before = this.active
    const shape = handleMoved(before.shape, this.#levels, index, { ...to, sigma }, this.reach)
    if (shape) this.setShape(shape, gesture)
    if (shape?.kind === 'list' && before.shape.kind === 'family') this.unfolded = { id: before.id, name: before.name }
    return shape ? this.#stopped(index, sigma) : 'The first level stays above the last: it stays as it was.'
  }
  #stopped(index: number, asked: number): string | null {
    const got = this.handles[index]?.sigma
    if (got === undefined || Math.abs(got / asked - 1) < 1e-12) return null
    const bound = this.handles[asked > got ? index - 1 : index + 1]?.sigma
    const beside = bound === undefined ? '' : `, beside ${formatShort(bound)}`
    return `σ falls from level to level: ${formatShort(asked)} is out of reach, it stands at ${formatShort(got)}${beside}.`
  }

  /** `factor` multiplies the handle's sigma: arrow keys. With snap, at least one unit of the last kept digit. */
  nudge(factor: number) {
    const handle = this.handles[this.selected]
    if (!handle) return
    const sigma = handle.sigma * factor
    const stuck = this.snap && snapped(sigma) === snapped(handle.sigma)
    const digit = 10 ** (Math.floor(Math.log10(handle.sigma)) - 1)
    this.moveHandle(this.selected, { sigma: stuck ? handle.sigma + (factor > 1 ? digit : -digit) : sigma }, 'nudge')
  }

  /** One more handle: after the selected one, or where `at` is. */
  addHandle(at?: Knot) {
    if (!this.#levels) return
    const { shape, index } = handleAdded(this.active.shape, this.#levels, this.selected, at)
    if (shape) this.setShape(shape)
    this.selected = index
  }

  removeHandle(index = this.selected) {
    if (!this.#levels || this.handles.length <= 2) return
    const shape = handleRemoved(this.active.shape, this.#levels, index)
    if (!shape) return
    this.setShape(shape)
    this.selected = Math.max(0, Math.min(index, this.handles.length - 1))
  }

  add(draft: Partial<Draft> = {}) {
    const made = newDraft({
      slot: freeSlot(this.drafts),
      ...draft,
      name: freeName(this.drafts, draft.name ?? 'schedule'),
    })
    this.#set({ drafts: [...this.drafts, made], activeId: made.id })
    this.selected = 0
    return made
  }
  duplicate() {
    const { name, shape, dataRange, savedId } = this.active
    this.add({ name, shape, dataRange, savedId })
  }
  remove(id: string) {
    const index = this.drafts.findIndex((draft) => draft.id === id)
    const left = this.drafts.filter((draft) => draft.id !== id)
    const drafts = left.length ? left : [newDraft({ slot: 0 })]
    const next = drafts[Math.min(Math.max(index, 0), drafts.length - 1)]
    this.#set({ drafts, activeId: id === this.active.id ? next.id : this.active.id })
    this.selected = 0
  }
  /** Puts a draft on the sheet or takes it off; false where eight are on it already. */
  toggleOverlaid(id: string): boolean {
    const draft = this.drafts.find((one) => one.id === id)
    if (!draft) return false
    const slot = draft.slot === null ? freeSlot(this.drafts) : null
    if (draft.slot === null && slot === null) return false
    this.#change({ slot }, null, id)
    return true
  }
  open(saved: SavedSchedule) {
    const shape = shapeOf(saved.spec)
    const open = this.drafts.find(({ savedId }) => savedId === saved.id)
    if (open) return this.select(open.id)
    this.add({
      name: saved.name,
      shape,
      dataRange: saved.spec.data_range ?? [0, 1],
      savedId: saved.id,
      savedShape: shape,
    })
  }
  /** A saved schedule was renamed: those that are it are called so too. */
  renamed(savedId: string, name: string) {
    const drafts = this.drafts.map((draft) => (draft.savedId === savedId ? { ...draft, name, typed: true } : draft))
    this.#set({ ...this.sheet, drafts })
  }
  markSaved(id: string, saved: Pick<SavedSchedule, 'id' | 'name'>) {
    const draft = this.drafts.find((one) => one.id === id)
    if (draft) this.#change({ savedId: saved.id, savedShape: draft.shape, name: saved.name }, null, id)
  }
}
