/** Several workers of this machine on one folder, each with a share of its cores. */
import { availableParallelism, freemem } from 'node:os'
import { messageOf } from '#contract/refusal.ts'
import { cleanEnvironment, processFile, type StartProcess } from '#workers/start-process.ts'
import type { Driver } from './driver.ts'
import type { FromWorker, ToWorker } from './worker-process.ts'
import type { WorkerOptions } from './worker.ts'

/** What an engine may take of memory: the larger networks of the shelf do while they are trained. */
const ENGINE_BYTES = 1.5 * 2 ** 30
/** A worker that ends so often by itself while there is work left is not begun again. */
const MOST_ENDS = 5

/** As many as were asked for, where cores and memory allow; `why` where they do not. */
export function fitJobs(
  asked: number,
  cores = availableParallelism(),
  free = freemem(),
): { jobs: number; why: string | null } {
  const byMemory = Math.max(1, Math.floor(free / ENGINE_BYTES))
  const jobs = Math.min(asked, cores, byMemory)
  if (jobs === asked) return { jobs, why: null }
  const what = jobs === cores ? `${cores} cores` : `memory for ${byMemory} of about 1.5 GB each`
  return { jobs, why: `${jobs} of the ${asked} engines that were asked for: this machine has ${what}.` }
}

export type HereOptions = Pick<WorkerOptions, 'program' | 'resources'> & {
  folder: string
  jobs: number
  engine: Omit<WorkerOptions['engine'], 'startProcess'>
  startProcess: StartProcess
}

const ENTRY = processFile('./worker-process', import.meta.url)

export function workHere({ jobs, startProcess, ...options }: HereOptions): Driver {
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs))
  const working = new Set<{ stop: () => void }>()
  const troubles: string[] = []
  let ends = 0

  function begin(): void {
    const environment = cleanEnvironment(process.env, {})
    const worker = startProcess<ToWorker, FromWorker>(ENTRY, [], environment)
    const own = { stop: () => worker.post({ type: 'stop', reason: 'the sweep was stopped' }) }
    working.add(own)
    const output: string[] = []
    worker.onOutput((text) => void (output.push(text), output.splice(0, output.length - 5)))
    let done = false
    worker.onMessage((message) => {
      done = message.failure === null
      if (message.failure !== null) troubles.push(message.failure)
    })
    worker.onExit(({ code, signal }) => {
      working.delete(own)
      if (done) return
      ends++
      if (output.length > 0)
        troubles.push(`A worker ended by ${signal ?? code}: ${output.join('').trim().split('\n').at(-1)}`)
    })
    // The share of an engine is its threads: what TensorFlow is told at its start.
    const bounded = { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(threads) }
    const engine = { ...options.engine, environment: { ...options.engine.environment, ...bounded } }
    worker.post({ type: 'begin', options: { ...options, engine, task: null, threads } })
  }

  return {
    async ensure(left) {
      const wanted = Math.min(jobs, left.length)
      while (working.size < wanted && ends < MOST_ENDS) {
        try {
          begin()
        } catch (error) {
          ends++
          troubles.push(messageOf(error))
        }
      }
    },
    async stop() {
      ends = 0
      for (const { stop } of working) stop()
    },
    busy: () => working.size > 0,
    jobs: () => [],
    notes: () => [...new Set(troubles)].slice(-3),
    async close() {
      for (const { stop } of working) stop()
      while (working.size > 0) await new Promise((resolve) => setTimeout(resolve, 50))
    },
  }
}
