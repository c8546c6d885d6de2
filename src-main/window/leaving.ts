/** What closing the window means while a run is at work: asked, never guessed. */
import type { MessageBoxOptions } from 'electron'

/** What a close would interrupt. */
export type WorkUnderWay = { running: { number: number; name: string } | null; queued: number }

/** In the order of the buttons. */
export const CHOICES = ['background', 'stop', 'stay'] as const
export type Choice = (typeof CHOICES)[number]

export const isWorking = ({ running }: WorkUnderWay): boolean => running !== null

export function closingQuestion({ running, queued }: WorkUnderWay): MessageBoxOptions {
  const waiting = queued === 0 ? '' : queued === 1 ? ', and 1 waits in the queue' : `, and ${queued} wait in the queue`
  return {
    type: 'question',
    title: 'Anneal',
    message: `Run ${running?.number} ${running?.name} is at work${waiting}.`,
    detail:
      'In the background it goes on without a window, and Anneal ends when nothing is left to do; starting Anneal again shows the window. ' +
      'Stopped, it keeps a checkpoint and can be resumed.',
    buttons: ['Keep it going in the background', 'Stop it with a checkpoint', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  }
}
