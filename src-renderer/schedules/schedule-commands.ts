/** What can be done on the Schedules page, with its keys. */
import type { Command } from '../ui/commands.svelte.ts'
import type { QuickLook } from './look/quick-look.svelte.ts'
import type { Workspace } from './workspace.svelte.ts'

type Doings = {
  sample: () => void
  sampleAll: () => void
  save: () => void
  importText: () => void
  exportText: () => void
  runAll: () => void
  fit: () => void
}

export function scheduleCommands(
  sheet: Workspace,
  look: QuickLook,
  { sample, sampleAll, save, importText, exportText, runAll, fit }: Doings,
): Command[] {
  const group = 'Schedule'
  return [
    {
      id: 'sample',
      label: 'Sample along this schedule',
      group,
      keys: 'mod+enter',
      everywhere: true,
      enabled: () => sheet.sequence.ok,
      run: sample,
    },
    {
      id: 'sample-all',
      label: 'Sample along all overlaid schedules',
      group,
      keys: 'mod+shift+enter',
      everywhere: true,
      enabled: () => sheet.overlaid.length > 1,
      run: sampleAll,
    },
    {
      id: 'cancel-look',
      label: 'Cancel sampling',
      group,
      keys: 'escape',
      enabled: () => look.busy,
      run: () => void look.cancel(),
    },
    { id: 'run-schedules', label: 'Run these schedules', group, keys: 'r', run: runAll },
    { id: 'fit', label: 'Fit a schedule to a network', group, keys: 'f', run: fit },
    { id: 'undo', label: 'Undo', group, keys: 'mod+z', enabled: () => sheet.canUndo, run: () => sheet.undo() },
    { id: 'redo', label: 'Redo', group, keys: 'mod+shift+z', enabled: () => sheet.canRedo, run: () => sheet.redo() },
    { id: 'save', label: 'Save this schedule', group, keys: 'mod+s', everywhere: true, run: save },
    { id: 'new', label: 'New schedule', group, keys: 'n', run: () => sheet.add() },
    { id: 'duplicate', label: 'Duplicate this schedule', group, keys: 'd', run: () => sheet.duplicate() },
    { id: 'remove', label: 'Take this schedule off the sheet', group, run: () => sheet.remove(sheet.active.id) },
    { id: 'import', label: 'Paste or import levels', group, keys: 'i', run: importText },
    { id: 'export', label: 'Export this schedule', group, keys: 'e', run: exportText },
    {
      id: 'list',
      label: 'Turn into a list of levels',
      group,
      enabled: () => sheet.active.shape.kind !== 'list',
      run: () => sheet.makeList(),
    },
    {
      id: 'drawn',
      label: 'Turn into a drawn curve',
      group,
      enabled: () => sheet.active.shape.kind !== 'drawn',
      run: () => sheet.makeDrawn(),
    },
    { id: 'snap', label: 'Snap to two digits', group, keys: 's', run: () => (sheet.snap = !sheet.snap) },
  ]
}
