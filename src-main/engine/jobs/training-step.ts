/** How a training step is run: as one recorded graph where that is possible and proved equal, else operation by operation. */
import type { Compute } from '#compute/backend.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { batches } from '#diffusion/training/batches.ts'
import { openGraphStep, recordStep } from '#diffusion/training/graph-step.ts'
import { eagerStep, stepInputs, stepOptions, type LoopConfig, type Step } from '#diffusion/training/loop.ts'
import type { TrainingState } from '#diffusion/training/training-state.ts'
import type { JobPort } from '../job-port.ts'
import { EAGER, type Execution } from './open-job.ts'

export type TrainingStep = {
  execution: Execution
  step: Step
  /** Brings the state's variables up to date; needed before they are read. */
  sync(): void
}
type ExecutionConfig = Extract<RunConfig, { kind: 'train' }>['execution']

export function openTrainingStep(
  { tf, name }: Compute,
  state: TrainingState,
  dataset: Dataset,
  loop: LoopConfig,
  { mode, precision }: ExecutionConfig,
  port: JobPort,
): TrainingStep {
  const options = stepOptions(state, loop)
  const eager = { execution: EAGER, step: eagerStep(tf, state, options), sync: () => {} }
  if (precision === 'bfloat16' && (name !== 'tensorflow' || mode === 'eager'))
    throw new Refusal(
      'bfloat16 needs TensorFlow and a recorded graph: set execution.mode to graph, or precision to float32.',
      {
        field: 'execution.precision',
        code: 'unsupported',
      },
    )
  if (mode === 'eager' || (mode === 'auto' && name !== 'tensorflow')) return eager
  if (name !== 'tensorflow')
    throw new Refusal(`Recorded graphs need TensorFlow; this is ${name}. Set execution.mode to auto.`, {
      field: 'execution.mode',
      code: 'unsupported',
    })
  try {
    const nextBatch = batches({ dataset, dataRange: state.network.dataRange, noise: loop.objective.noise, ...loop })
    const inputs = stepInputs(tf, nextBatch(0), state, loop, 1)
    const program = recordStep(tf, state, inputs, options, precision)
    tf.dispose({ ...inputs })
    const graph = openGraphStep(tf, state, program)
    return { execution: { mode: 'graph', precision }, step: graph.step, sync: graph.sync }
  } catch (error) {
    if (mode === 'graph') throw error
    port.log(`This step cannot be recorded as a graph, so it runs eagerly: ${(error as Error).message}`, 'warning')
    return eager
  }
}
