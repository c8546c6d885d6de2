/** What can be done with the list of runs, with its keys. */
import type { Command } from '../ui/commands.svelte.ts'
import type { TableView } from './table-view.svelte.ts'

type Doings = {
  create: () => void
  filter: () => void
  trash: () => void
  tag: () => void
  compare: () => void
  canCompare: () => boolean
  evaluate: () => void
  canEvaluate: () => boolean
}

export function runCommands(table: TableView, doings: Doings): Command[] {
  const group = 'Runs'
  return [
    { id: 'new-run', label: 'New run', group, keys: 'n', run: doings.create },
    { id: 'filter-runs', label: 'Filter the runs', group, keys: 'mod+f', everywhere: true, run: doings.filter },
    {
      id: 'group-seeds',
      label: 'Group over seeds',
      group,
      keys: 'g',
      run: () => (table.grouping = table.grouping === 'seed' ? 'none' : 'seed'),
    },
    { id: 'select-all', label: 'Select all runs', group, keys: 'mod+a', run: () => table.selectAll() },
    {
      id: 'clear-selection',
      label: 'Clear the selection',
      group,
      keys: 'escape',
      enabled: () => table.selected.size > 0,
      run: () => table.clear(),
    },
    {
      id: 'trash-runs',
      label: 'Move the selected runs to the trash',
      group,
      keys: 'delete',
      enabled: () => !table.trash && table.chosen.length > 0,
      run: doings.trash,
    },
    {
      id: 'tag-runs',
      label: 'Tag the selected runs',
      group,
      keys: 't',
      enabled: () => table.chosen.length > 0,
      run: doings.tag,
    },
    {
      id: 'evaluate-runs',
      label: 'Evaluate the selected runs',
      group,
      keys: 'e',
      enabled: doings.canEvaluate,
      run: doings.evaluate,
    },
    {
      id: 'compare-runs',
      label: 'Compare the selected runs',
      group,
      keys: 'c',
      enabled: doings.canCompare,
      run: doings.compare,
    },
  ]
}
