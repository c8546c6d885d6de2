/** The process that measures the arms of one study: TensorFlow and samples, none of which a door should hold. */
import { openCompute } from '#compute/backend.ts'
import { answerParent } from '#workers/answer-process.ts'
import type { FromMeasure, ToMeasure } from './measure-messages.ts'
import { measureArms } from './measures.ts'

answerParent<ToMeasure, FromMeasure>(async ({ task }, { signal, tell }) => {
  const began = performance.now()
  const answer = await measureArms(task, await openCompute(), signal, (stage, done, of) => tell({ stage, done, of }))
  return { type: 'answer', answer, seconds: (performance.now() - began) / 1000 }
})
