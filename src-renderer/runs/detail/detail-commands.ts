/** What can be done with the run that is looked at, with its keys. */
import type { RunRecord } from '#contract/run.ts'
import type { Command } from '../../ui/commands.svelte.ts'
import { isFurthered, isOpen, isResumable, isVaried } from '../../words/run-words.ts'

type Doings = {
  run: () => RunRecord | undefined
  step: (by: number) => void
  leave: () => void
  cancel: (id: string) => void
  resume: (id: string) => void
  vary: () => void
  further: () => void
}

export function detailCommands({ run, step, leave, cancel, resume, vary, further }: Doings): Command[] {
  const group = 'Runs'
  const may = (test: (state: RunRecord['state']) => boolean) => () => {
    const state = run()?.state
    return state !== undefined && test(state)
  }
  const onRun = (act: (id: string) => void) => () => {
    const id = run()?.id
    if (id) act(id)
  }
  return [
    { id: 'next-run', label: 'Next run', group, keys: ']', run: () => step(1) },
    { id: 'previous-run', label: 'Previous run', group, keys: '[', run: () => step(-1) },
    { id: 'all-runs', label: 'Back to all runs', group, keys: 'escape', run: leave },
    { id: 'cancel-run', label: 'Cancel this run', group, enabled: may(isOpen), run: onRun(cancel) },
    { id: 'resume-run', label: 'Resume this run', group, enabled: may(isResumable), run: onRun(resume) },
    {
      id: 'train-further',
      label: 'Train this run further',
      group,
      enabled: () => {
        const one = run()
        return one !== undefined && isFurthered(one)
      },
      run: further,
    },
    {
      id: 'vary-run',
      label: 'Vary this run',
      group,
      keys: 'v',
      enabled: () => isVaried(run()?.kind),
      run: vary,
    },
  ]
}
