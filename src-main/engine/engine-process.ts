/**
 * The process that runs one job: a message loop and nothing else. Started by `engine-client.ts` with the path of the module
 * whose `JOBS` say what a job does. It ends with its job, and with its parent.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FromEngine, Job, ToEngine } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import { takeLock } from '#history/exclusive-lock.ts'
import { ENGINE_LOCK } from './engine-lock.ts'
import { type Jobs, openJobPort } from './job-port.ts'

/** How long the engine of a parent that died may need to come to the end of a step and notice. */
const WAIT_FOR_ORPHAN = 60_000

/** Electron's utility process has a port to its parent, a forked one the process itself. */
type Channel = {
  post(message: FromEngine, sent?: () => void): void
  listen(listener: (message: ToEngine) => void): void
}
type ParentPort = {
  postMessage(message: unknown): void
  on(name: 'message', listener: (event: { data: unknown }) => void): void
}

const parentPort = (process as { parentPort?: ParentPort }).parentPort
const channel: Channel = parentPort
  ? {
      post: (message, sent) => {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window: a port between processes
        parentPort.postMessage(message)
        if (sent) setImmediate(sent)
      },
      listen: (listener) => parentPort.on('message', ({ data }) => listener(data as ToEngine)),
    }
  : {
      post: (message, sent) =>
        void process.send?.(message, undefined, undefined, (error) => (error ? process.exit(1) : sent?.())),
      listen: (listener) => process.on('message', (message) => listener(message as ToEngine)),
    }

const parent = process.ppid
/** The channel tells only once the event loop turns; the system tells at once. */
const assertAlive = () => void (!parentPort && (process.ppid !== parent || !process.connected) && process.exit(1))

process.on('disconnect', () => process.exit(1))
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
  try {
    const lock = takeLock(join(job.folder, ENGINE_LOCK), WAIT_FOR_ORPHAN)
    if (!lock)
      throw new Refusal('Another engine is still at work in this folder.', { field: job.folder, code: 'conflict' })
    const { JOBS } = (await import(pathToFileURL(process.argv[2]!).href)) as { JOBS: Jobs }
    const runJob = JOBS[job.config.kind]
    if (!runJob)
      throw new Refusal(`This engine has no job of kind ${job.config.kind}.`, { field: 'kind', code: 'unsupported' })
    const end = await runJob(job, port)
    port.flush()
    lock.release()
    channel.post({ type: end }, exit)
  } catch (error) {
    port.flush()
    channel.post(failure(error), exit)
  }
}

function failure(error: unknown): FromEngine {
  if (error instanceof Refusal) {
    return { type: 'failed', code: error.code, message: error.message, field: error.field }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { type: 'failed', code: 'internal', message, stack }
}
