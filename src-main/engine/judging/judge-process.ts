/** The process that judges one pair of sides: foreign files, a network of its own and TensorFlow, none of which a door should hold. */
import { openCompute } from '#compute/backend.ts'
import { float64Algebra } from '#compute/float64-algebra.ts'
import { carryError } from '#workers/carried-error.ts'
import { openParentChannel } from '#workers/parent-channel.ts'
import { openClassifierFeatures, openInception } from './feature-network.ts'
import type { FromJudge, ToJudge } from './judge-messages.ts'
import { type JudgeRoom, judgeSides } from './judge-sides.ts'
import { saveMoments } from './side-moments.ts'

const { post, listen } = openParentChannel<FromJudge, ToJudge>()
const cancel = new AbortController()
// Ctrl-C in a terminal goes to every process of the group; whether this one stops is the parent's to say.
process.on('SIGINT', () => {})

const exit = () => process.exit(0)

listen((message) => {
  if (message.type === 'cancel') cancel.abort()
  else
    judge(message).then(
      (answer) => post(answer, exit),
      (error: unknown) =>
        post(cancel.signal.aborted ? { type: 'stopped' } : { type: 'failed', ...carryError(error) }, exit),
    )
})

async function judge({ task, save }: Extract<ToJudge, { type: 'judge' }>): Promise<FromJudge> {
  const { tf } = await openCompute()
  const network =
    task.features === 'inception' ? await openInception(task.resize) : openClassifierFeatures(tf, task.classifier)
  const room: JudgeRoom = { network, algebra: float64Algebra(tf), signal: cancel.signal, tell: breathing() }
  const { reference } = task
  if (save !== undefined || reference === null) return { type: 'saved', saved: await saveMoments(task, save!, room) }
  return { type: 'verdict', verdict: await judgeSides({ ...task, reference }, room) }
}

/** Tells at most ten times a second, and lets a cancel in. */
function breathing(): JudgeRoom['tell'] {
  let toldAt = -Infinity
  return async (progress) => {
    if (progress.done === progress.of || performance.now() - toldAt > 100) {
      toldAt = performance.now()
      post({ type: 'progress', ...progress })
    }
    await new Promise((resolve) => setImmediate(resolve))
    cancel.signal.throwIfAborted()
  }
}
