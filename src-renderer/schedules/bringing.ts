/** What is pasted or dropped on the Schedules page is a schedule to bring: at once where it says all, else through a dialog. */
import { Refusal } from '#contract/refusal.ts'
import { printSigmas } from '#theory/grids/schedule-text.ts'
import { readNpyVector } from '../theory/spectrum/npy.ts'
import type { Notices } from '../ui/notices.svelte.ts'
import { importText } from './transfer.ts'
import type { Workspace } from './workspace.svelte.ts'

/** `ask`: opens the dialog, which asks for what a text does not say and names what cannot be read of it. */
export function bringing(
  sheet: Pick<Workspace, 'add' | 'undo'>,
  notices: Pick<Notices, 'show'>,
  ask: (text: string) => void,
) {
  function bring(text: string) {
    if (!text.trim()) return
    try {
      const { note, asked, ...draft } = importText(text)
      if (asked.length) return ask(text)
      sheet.add(draft)
      notices.show(note, { tone: 'good', action: { label: 'Undo', run: () => sheet.undo() } })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      ask(text)
    }
  }
  function bringArray(bytes: ArrayBuffer) {
    try {
      bring(printSigmas(readNpyVector(bytes, 'sigmas', 'levels')))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      notices.show(error.message, { tone: 'bad' })
    }
  }
  return {
    /** Anywhere but in a field. */
    paste(event: ClipboardEvent) {
      const at = event.target as HTMLElement
      if (at.closest?.('input, textarea, select, [contenteditable], dialog')) return
      bring(event.clipboardData?.getData('text/plain') ?? '')
    },
    async drop(event: DragEvent) {
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      if (file?.name.endsWith('.npy')) return bringArray(await file.arrayBuffer())
      bring(file ? await file.text() : (event.dataTransfer?.getData('text/plain') ?? ''))
    },
  }
}
