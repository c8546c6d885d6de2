/** The process of one worker of this machine: begins as it is told, ends with its work and with its parent. */
import { messageOf } from '#contract/refusal.ts'
import { openParentChannel } from '#workers/parent-channel.ts'
import { openWorker, type WorkerOptions } from './worker.ts'

export type ToWorker =
  { type: 'begin'; options: Omit<WorkerOptions, 'events' | 'note'> } | { type: 'stop'; reason: string }
export type FromWorker = { failure: string | null }

const channel = openParentChannel<FromWorker, ToWorker>()
// Ctrl-C in a terminal goes to every process of the group; whether this one stops is its parent's to say.
process.on('SIGINT', () => {})

let stop = (_reason: string): void => {}

channel.listen((message) => {
  if (message.type === 'stop') return stop(message.reason)
  const exit = (failure: string | null) => channel.post({ failure }, () => process.exit(0))
  try {
    const worker = openWorker(message.options)
    stop = worker.stop
    worker.done.then(
      () => exit(null),
      (error: unknown) => exit(messageOf(error)),
    )
  } catch (error) {
    exit(messageOf(error))
  }
})
