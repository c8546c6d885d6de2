/** The process that runs one job: a message loop and nothing else. Started by `engine-client.ts`; ends with its job, and with its parent. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FromEngine, Job, ToEngine } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import { noteStart } from '#history/made-from.ts'
import { codeVersion } from '#program/code-version.ts'
import { takeLock } from '#files/exclusive-lock.ts'
import { ENGINE_LOCK } from './engine-lock.ts'
import { modelHash } from './model-hash.ts'
import { type Jobs, openJobPort } from './job-port.ts'
import { openParentChannel } from '#workers/parent-channel.ts'

/** How long the engine of a parent that died may need to come to the end of a step and notice. */
const WAIT_FOR_ORPHAN = 60_000

const channel = openParentChannel<FromEngine, ToEngine>()
const parent = process.ppid
/** The channel tells only once the event loop turns; the system tells at once. */
const assertAlive = () => void ((process.ppid !== parent || !process.connected) && process.exit(1))

// Ctrl-C in a terminal goes to every process of the group; whether this job stops is the parent's to say.
process.on('SIGINT', () => {})

const cancel = new AbortController()
let started = false

channel.listen((message) => {
  if (message.type === 'cancel') cancel.abort()
  else if (!started) {
    started = true
    void run(message.job)
  }
})

/** The last message is out. */
const exit = () => process.exit(0)

async function run(job: Job): Promise<void> {
  const port = openJobPort(channel.post, cancel.signal, assertAlive)
  // A scheduler that takes a task back tells every process of it: the worker asks for a checkpoint first.
  if (job.claimed) process.on('SIGTERM', () => {})
  try {
    const lock = job.claimed ? null : takeLock(join(job.folder, ENGINE_LOCK), WAIT_FOR_ORPHAN)
    if (!lock && !job.claimed)
      throw new Refusal('Another engine is still at work in this folder.', { field: job.folder, code: 'conflict' })
    const runJob = (await loadJobs())[job.config.kind]
    if (!runJob)
      throw new Refusal(`This engine has no job of kind ${job.config.kind}.`, { field: 'kind', code: 'unsupported' })
    noteStart(job.folder, codeVersion(), weightsOf(job))
    const end = await runJob(job, port)
    port.flush()
    lock?.release()
    channel.post({ type: end }, exit)
  } catch (error) {
    port.flush()
    channel.post(failure(error), exit)
  }
}

const weightsOf = ({ inputs }: Job): Record<string, string> =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([reference, { model }]) => (model ? [[reference, modelHash(model)]] : [])),
  )

/** What a job of each kind does: ours, or those of the module that the command line names. Loaded late, since they load TensorFlow. */
async function loadJobs(): Promise<Jobs> {
  const other = process.argv[2]
  const { JOBS } = other
    ? ((await import(pathToFileURL(other).href)) as { JOBS: Jobs })
    : await import('./jobs/index.ts')
  return JOBS
}

function failure(error: unknown): FromEngine {
  if (error instanceof Refusal) {
    return { type: 'failed', code: error.code, message: error.message, field: error.field }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { type: 'failed', code: 'internal', message, stack }
}
