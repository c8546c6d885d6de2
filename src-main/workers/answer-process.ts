/** A process that is asked one thing by `ask-process.ts`: it tells how far it is, answers once and ends; a cancel comes in as it tells. */
import { type CarriedError, carryError } from './carried-error.ts'
import { openParentChannel } from './parent-channel.ts'

type Told = { type: 'progress' } | { type: 'stopped' } | ({ type: 'failed' } & CarriedError)
type Progress<From> = Omit<Extract<From, { type: 'progress' }>, 'type'> & { done: number; of: number }

export type Answering<From> = {
  signal: AbortSignal
  /** At most ten times a second, and always at the end. Rejects after a cancel. */
  tell(progress: Progress<From>): Promise<void>
}

const TOLD_MILLISECONDS = 100

export function answerParent<To extends { type: string }, From extends { type: string }>(
  answer: (question: Exclude<To, { type: 'cancel' }>, room: Answering<From>) => Promise<Exclude<From, Told>>,
): void {
  const { post, listen } = openParentChannel<From | Told, To>()
  const cancel = new AbortController()
  // Ctrl-C in a terminal goes to every process of the group; whether this one stops is the parent's to say.
  process.on('SIGINT', () => {})
  const exit = () => process.exit(0)

  let toldAt = -Infinity
  async function tell(progress: Progress<From>): Promise<void> {
    if (progress.done === progress.of || performance.now() - toldAt > TOLD_MILLISECONDS) {
      toldAt = performance.now()
      post({ type: 'progress', ...progress })
    }
    await new Promise((resolve) => setImmediate(resolve))
    cancel.signal.throwIfAborted()
  }

  listen((message) => {
    if (message.type === 'cancel') return cancel.abort()
    answer(message as Exclude<To, { type: 'cancel' }>, { signal: cancel.signal, tell }).then(
      (answered) => post(answered, exit),
      (error: unknown) =>
        post(cancel.signal.aborted ? { type: 'stopped' } : { type: 'failed', ...carryError(error) }, exit),
    )
  })
}
