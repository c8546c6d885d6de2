/** The process that judges one pair of sides: foreign files, a network of its own and TensorFlow, none of which a door should hold. */
import { openCompute } from '#compute/backend.ts'
import { float64Algebra } from '#compute/float64-algebra.ts'
import { answerParent } from '#workers/answer-process.ts'
import type { FromJudge, ToJudge } from './judge-messages.ts'
import { type JudgeRoom, judgeSides } from './judge-sides.ts'
import { openFeatures } from './open-features.ts'
import { saveMoments } from './side-moments.ts'

answerParent<ToJudge, FromJudge>(async ({ task, save }, { signal, tell }) => {
  const { tf } = await openCompute()
  const network = await openFeatures(task.features, tf, task)
  const room: JudgeRoom = { network, algebra: float64Algebra(tf), signal, tell }
  const { reference } = task
  if (save !== undefined || reference === null) return { type: 'saved', saved: await saveMoments(task, save!, room) }
  return { type: 'verdict', verdict: await judgeSides({ ...task, reference }, room) }
})
