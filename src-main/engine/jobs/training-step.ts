/** How a training step is run: as one recorded graph where that is possible and proved equal, else operation by operation. */
import type { Compute } from '#compute/backend.ts'
import { openGraphStep } from '#diffusion/training/graph-step.ts'
import { eagerStep, stepOptions, type LoopConfig, type Step } from '#diffusion/training/loop.ts'
import type { TrainingState } from '#diffusion/training/training-state.ts'
import { tryGraph, type ExecutionConfig } from '../graphs/choose-execution.ts'
import type { JobPort } from '../job-port.ts'
import { EAGER, type Execution } from './open-job.ts'

export type TrainingStep = {
  execution: Execution
  step: Step
  /** Brings the state's variables up to date; needed before they are read. */
  sync(): void
}

export async function openTrainingStep(
  compute: Compute,
  state: TrainingState,
  loop: LoopConfig,
  config: ExecutionConfig,
  port: Pick<JobPort, 'log' | 'signal'>,
): Promise<TrainingStep> {
  const { tf } = compute
  const { spec: network, shape } = state.network
  const options = stepOptions(state, loop)
  const recipe = { kind: 'step', network, shape, batch: loop.batchSize, options, precision: config.precision } as const
  const graph = await tryGraph(compute, recipe, config, port, ({ program }) => openGraphStep(tf, state, program))
  if (!graph) return { execution: EAGER, step: eagerStep(tf, state, options), sync: () => {} }
  return { execution: { mode: 'graph', precision: config.precision }, ...graph }
}
