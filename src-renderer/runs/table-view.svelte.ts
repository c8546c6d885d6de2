/** How the list of runs is looked at: filtered, sorted, grouped, and what is selected in it. Kept while one looks elsewhere. */
import { plainName } from '#contract/keep-apart.ts'
import type { RunList } from './run-list.svelte.ts'
import { filterRuns } from './run-filter.ts'
import { addressOf, USUAL_VIEW, viewOf } from './view-address.ts'
import { columnsOf, rowsOf, type Grouping, type Row, type Sorting } from './run-table.ts'
import { resultNames, settingNames } from './run-values.ts'

export class TableView {
  #runs: Pick<RunList, 'kept' | 'trashed' | 'values'>
  query = $state('')
  trash = $state(false)
  grouping = $state<Grouping>('none')
  sorting = $state.raw<Sorting>(USUAL_VIEW.sorting)
  columns = $state.raw<readonly string[]>(USUAL_VIEW.columns)
  /** Whether the figure over the table is shown. */
  figure = $state(false)
  selected = $state.raw<ReadonlySet<string>>(new Set())
  #opened = $state.raw<ReadonlySet<string>>(new Set())

  readonly shelf = $derived.by(() => (this.trash ? this.#runs.trashed : this.#runs.kept))
  readonly #filtered = $derived.by(() => filterRuns(this.shelf, this.query, this.#runs.values))
  readonly found = $derived.by(() => this.#filtered.runs)
  /** Why a word of the filter was left out. */
  readonly refused = $derived.by(() => this.#filtered.refused)
  readonly rows = $derived.by((): Row[] => {
    const { sorting, grouping } = this
    return rowsOf(this.found, { sorting, grouping, opened: this.#opened, values: this.#runs.values })
  })
  readonly names = $derived.by(() => resultNames(this.shelf, this.#runs.values))
  /** Distances that may not be compared have columns of their own. */
  readonly shownColumns = $derived.by(() => columnsOf(this.columns, this.names))
  /** What can be chosen: all kinds of a distance go together. */
  readonly choices = $derived.by(() => [...new Set(this.names.map(plainName))])
  /** Ids as one text: the same where a tick changed nothing but numbers, so that nothing is counted again. */
  readonly #inSight = $derived.by(() => this.found.map(({ id }) => id).join(' '))
  /** Those that tell the runs in sight apart first. */
  readonly settings = $derived.by(() => settingNames(this.#inSight.split(' '), this.#runs.values))
  readonly address = $derived(addressOf(this))
  /** Selected runs that are in sight of the filter, newest first. */
  readonly chosen = $derived.by(() => this.found.filter(({ id }) => this.selected.has(id)))

  constructor(runs: Pick<RunList, 'kept' | 'trashed' | 'values'>) {
    this.#runs = runs
  }

  /** As an address has it; what it does not say is as usual. */
  show(address: string) {
    Object.assign(this, viewOf(address))
  }
  sort(by: string) {
    // Names read from A; of numbers one looks for the last or the largest first.
    const falling = this.sorting.by === by ? !this.sorting.falling : by === 'number' || by === 'took'
    this.sorting = { by, falling }
  }
  select(ids: readonly string[], on: boolean) {
    const next = new Set(this.selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    this.selected = next
  }
  selectAll() {
    this.selected = new Set(this.found.map(({ id }) => id))
  }
  clear() {
    this.selected = new Set()
  }
  toggleGroup(key: string) {
    const next = new Set(this.#opened)
    if (!next.delete(key)) next.add(key)
    this.#opened = next
  }
  toggleColumn(name: string) {
    this.columns = this.columns.includes(name) ? this.columns.filter((one) => one !== name) : [...this.columns, name]
  }
  showTrash(trash: boolean) {
    this.trash = trash
    this.clear()
  }
}
