/** The process that measures the arms of one study: TensorFlow and samples, none of which a door should hold. */
import { openCompute } from '#compute/backend.ts'
import { carryError } from '#workers/carried-error.ts'
import { openParentChannel } from '#workers/parent-channel.ts'
import type { Tell } from './arms.ts'
import type { FromMeasure, ToMeasure } from './measure-messages.ts'
import { measureArms } from './measures.ts'

const { post, listen } = openParentChannel<FromMeasure, ToMeasure>()
const cancel = new AbortController()
// Ctrl-C in a terminal goes to every process of the group; whether this one stops is the parent's to say.
process.on('SIGINT', () => {})

const exit = () => process.exit(0)

listen((message) => {
  if (message.type === 'cancel') cancel.abort()
  else
    measure(message).then(
      (answer) => post(answer, exit),
      (error: unknown) =>
        post(cancel.signal.aborted ? { type: 'stopped' } : { type: 'failed', ...carryError(error) }, exit),
    )
})

async function measure({ task }: Extract<ToMeasure, { type: 'measure' }>): Promise<FromMeasure> {
  const began = performance.now()
  const answer = await measureArms(task, await openCompute(), cancel.signal, breathing())
  return { type: 'answer', answer, seconds: (performance.now() - began) / 1000 }
}

/** Tells at most ten times a second, and lets a cancel in. */
function breathing(): Tell {
  let toldAt = -Infinity
  return async (stage, done, of) => {
    if (done === of || performance.now() - toldAt > 100) {
      toldAt = performance.now()
      post({ type: 'progress', stage, done, of })
    }
    await new Promise((resolve) => setImmediate(resolve))
    cancel.signal.throwIfAborted()
  }
}
