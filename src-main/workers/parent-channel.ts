/** A process's own side of the channel to the one that started it with `start-process.ts`: messages both ways, and an end together. */
import { messageOf, textOf } from './messages.ts'

export type ParentChannel<From, To> = {
  /** `sent` is called once the message is out. */
  post(message: From, sent?: () => void): void
  listen(listener: (message: To) => void): void
}

/** From now on this process ends with its parent. */
export function openParentChannel<From, To>(): ParentChannel<From, To> {
  process.on('disconnect', () => process.exit(1))
  return {
    post: (message, sent) =>
      void process.send?.(textOf(message), undefined, undefined, (error) => (error ? process.exit(1) : sent?.())),
    listen: (listener) => void process.on('message', (text) => listener(messageOf(text as string))),
  }
}
