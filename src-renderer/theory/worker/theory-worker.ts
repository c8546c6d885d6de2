/** Computes what would cost the page a frame. Every task is a pure function of `tasks.ts`. */
import { answerOf } from './tasks.ts'

addEventListener('message', ({ data: { id, name, question } }) => {
  postMessage({ id, answer: answerOf(name, question) })
})
