/** The page's side of the theory worker: a question in, its answer as a value; started at the first question. */
import type { Failure } from '#contract/requests.ts'
// The bundler answers this with the address of the built worker.
// oxlint-disable-next-line import/default
import workerAddress from './theory-worker.ts?worker&url'
import type { Answered, TaskName, Tasks } from './tasks.ts'

export type Ask = <N extends TaskName>(name: N, question: Tasks[N]['in']) => Promise<Answered<Tasks[N]['out']>>

/** Not yet in TypeScript's own DOM. Absent in browsers without Trusted Types. */
declare const trustedTypes:
  | undefined
  | {
      createPolicy(
        name: string,
        rules: { createScriptURL: (address: string) => string },
      ): { createScriptURL(address: string): unknown }
    }

/** The page's policy lets no address become a script but this one. */
const policy =
  typeof trustedTypes === 'undefined' ? null : trustedTypes.createPolicy('theory-worker', { createScriptURL: only })

function only(address: string): string {
  if (address !== workerAddress) throw new Error('not the theory worker')
  return address
}

export class TheoryWorker {
  #worker: Worker | null = null
  #last = 0
  readonly #open = new Map<number, (answer: Answered<never>) => void>()

  /** Questions are answered in turn. */
  readonly ask: Ask = (name, question) => {
    const id = ++this.#last
    return new Promise((resolve) => {
      this.#open.set(id, resolve)
      this.#started().postMessage({ id, name, question }, [])
    })
  }

  /** Ends what is being computed; the questions still open are answered as cancelled. */
  stop() {
    this.#worker?.terminate()
    this.#worker = null
    this.#settleAll({ code: 'cancelled', message: 'Stopped.' })
  }

  #started(): Worker {
    if (this.#worker) return this.#worker
    const address = (policy?.createScriptURL(workerAddress) ?? workerAddress) as string
    const worker = new Worker(address, { type: 'module', name: 'theory' })
    worker.addEventListener('message', ({ data: { id, answer } }) => {
      this.#open.get(id)?.(answer)
      this.#open.delete(id)
    })
    worker.addEventListener('error', ({ message }) => {
      this.#worker = null
      worker.terminate()
      this.#settleAll({ code: 'internal', message: `The computation broke off: ${message || 'no reason given'}.` })
    })
    this.#worker = worker
    return worker
  }
  #settleAll(error: Failure) {
    for (const resolve of this.#open.values()) resolve({ ok: false, error })
    this.#open.clear()
  }
}
