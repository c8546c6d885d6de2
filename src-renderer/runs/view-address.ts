/** How the list of runs is looked at, as the end of an address, so that a reload, a link and a kept view say the same. Pure. */
import type { Grouping, Sorting } from './run-table.ts'

export type RunView = {
  query: string
  trash: boolean
  grouping: Grouping
  sorting: Sorting
  columns: readonly string[]
  /** Whether the figure over the table is shown. */
  figure: boolean
}

export const USUAL_VIEW: RunView = {
  query: '',
  trash: false,
  grouping: 'none',
  sorting: { by: 'number', falling: true },
  columns: ['loss', 'nfe', 'frechet_distance', 'fid'],
  figure: false,
}

/** Only what is not as usual; empty where all is. */
export function addressOf({ query, trash, grouping, sorting, columns, figure }: RunView): string {
  const parts = new URLSearchParams()
  if (query) parts.set('q', query)
  if (grouping !== USUAL_VIEW.grouping) parts.set('group', grouping)
  const { by, falling } = USUAL_VIEW.sorting
  if (sorting.by !== by || sorting.falling !== falling) parts.set('sort', `${sorting.falling ? '-' : ''}${sorting.by}`)
  if (columns.join() !== USUAL_VIEW.columns.join()) parts.set('columns', columns.join())
  if (figure) parts.set('figure', 'yes')
  if (trash) parts.set('trash', 'yes')
  return parts.toString()
}

/** Whatever it does not say is as usual. */
export function viewOf(address: string): RunView {
  const parts = new URLSearchParams(address)
  const sort = parts.get('sort')
  const columns = parts.get('columns')
  return {
    query: parts.get('q') ?? '',
    trash: parts.get('trash') === 'yes',
    grouping: parts.get('group') ?? USUAL_VIEW.grouping,
    sorting: sort ? { by: sort.replace(/^-/, ''), falling: sort.startsWith('-') } : USUAL_VIEW.sorting,
    columns: columns === null ? USUAL_VIEW.columns : columns.split(',').filter(Boolean),
    figure: parts.get('figure') === 'yes',
  }
}
