/** The training step as one recorded graph whose weights, moments and average stay inside TensorFlow. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import { type Precision, type Program, recordProgram } from '#compute/graph/program.ts'
import { openSession } from '#compute/graph/session.ts'
import type { Step } from './loop.ts'
import { openCorruption } from '../corruptions/corruption.ts'
import { type StepInputs, type StepOptions, type StepOutputs, trainStep } from './train-step.ts'
import type { TrainingState } from './training-state.ts'

export type GraphStep = {
  step: Step
  /** Copies the session's values into the state's variables, where checkpoints and previews read them. */
  sync(): void
  dispose(): void
}

const variablesOf = ({ network, m, v, ema }: TrainingState): Map<string, tfjs.Variable> =>
  new Map([
    ...[...network.weights].map(([name, weight]) => [`weights/${name}`, weight] as const),
    ['m', m],
    ['v', v],
    ['ema', ema],
  ])

/** `inputs` fix the batch's shape; their values do not matter, and the state is left as it was. */
export function recordStep(
  tf: Tf,
  state: TrainingState,
  inputs: StepInputs,
  options: StepOptions,
  precision: Precision,
): Program {
  const open = options.corruption && openCorruption(tf, options.corruption, state.network.shape)
  const run = () => ({ ...trainStep(tf, state, inputs, options, open?.corrupt) })
  try {
    return recordProgram(tf, variablesOf(state), { step: { inputs: { ...inputs }, run } }, precision)
  } finally {
    open?.dispose()
  }
}

/** Loads a recorded step and gives it the state's values. */
export function openGraphStep(tf: Tf, state: TrainingState, program: Program): GraphStep {
  const session = openSession(tf, program)
  const variables = variablesOf(state)
  session.write(new Map([...variables].map(([name, variable]) => [name, variable.dataSync() as Float32Array])))
  return {
    step: (inputs) => session.run('step', { ...inputs }) as unknown as StepOutputs,
    sync() {
      const values = session.read()
      tf.tidy(() => {
        for (const [name, variable] of variables) variable.assign(tf.tensor(values.get(name)!, variable.shape))
      })
    },
    dispose: () => session.dispose(),
  }
}
