/** Whether a run computes by recorded graphs: what it asked for, what the machine can do, and what to say where it cannot. */
import type { Compute } from '#compute/backend.ts'
import { bfloat16Missing } from '#compute/graph/bfloat16-support.ts'
import { messageOf, Refusal } from '#contract/refusal.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import type { JobPort } from '../job-port.ts'
import { obtainProgram } from './obtain-program.ts'
import type { Recipe } from './recipe.ts'

export type ExecutionConfig = ConfigOf<'train'>['execution']

/**
 * Opens with `open` the graph of `recipe`, or gives null where the run goes operation by operation: because it was asked to,
 * because this is not TensorFlow, or because no graph can be had, which the run's log then says. `mode: graph` makes every one of
 * these a refusal, and so does bfloat16, which only a graph can compute.
 */
export async function tryGraph<T>(
  compute: Compute,
  recipe: Recipe,
  { mode, precision }: ExecutionConfig,
  port: Pick<JobPort, 'log' | 'signal'>,
  open: (stored: Awaited<ReturnType<typeof obtainProgram>>) => T,
): Promise<T | null> {
  const narrow = precision === 'bfloat16'
  if (narrow) refuseBfloat16(compute, mode)
  if (mode === 'eager') return null
  if (compute.name !== 'tensorflow') {
    if (mode === 'graph')
      throw unsupported('mode', `Recorded graphs need TensorFlow; this is ${compute.name}. Set execution.mode to auto.`)
    return null
  }
  try {
    const stored = await obtainProgram(recipe, compute, port.signal)
    const { difference } = stored.notes
    const how = stored.fresh ? 'recorded and checked' : 'from the cache'
    port.log(`graph of the ${recipe.kind} ${how}, within ${Number(difference).toExponential(1)} of its reference`)
    return open(stored)
  } catch (error) {
    if (port.signal.aborted) return null
    const reason = messageOf(error)
    if (mode === 'graph' || narrow)
      throw unsupported(narrow ? 'precision' : 'mode', `This ${recipe.kind} cannot run as a graph: ${reason}.`, error)
    port.log(`This ${recipe.kind} cannot run as a graph, so it runs operation by operation: ${reason}`, 'warning')
    return null
  }
}

function refuseBfloat16({ tf, name }: Compute, mode: ExecutionConfig['mode']): void {
  if (mode === 'eager' || name !== 'tensorflow')
    throw unsupported(
      'precision',
      'bfloat16 needs TensorFlow and a recorded graph: set execution.mode to graph, or execution.precision to float32.',
    )
  const missing = bfloat16Missing(tf)
  if (missing)
    throw unsupported('precision', `bfloat16 would gain nothing: ${missing}. Set execution.precision to float32.`)
}

const unsupported = (field: keyof ExecutionConfig, message: string, cause?: unknown) =>
  new Refusal(message, { field: `execution.${field}`, code: 'unsupported', cause })
