/** A process that is asked one thing, tells how far it is, and answers once. */
import { type CarriedError, errorOf } from './carried-error.ts'
import { cleanEnvironment, forkProcess, type StartProcess } from './start-process.ts'

/** How long it may take to stop after a cancel. */
const GRACE_SECONDS = 10
const OUTPUT_KEPT = 2000

type Told = { type: 'progress' } | { type: 'stopped' } | ({ type: 'failed' } & CarriedError) | { type: string }
type Progress<From> = Omit<Extract<From, { type: 'progress' }>, 'type'>
export type Answer<From> = Exclude<From, { type: 'progress' } | { type: 'failed' }>

export type Asked<From> = {
  /** `stopped` after a cancel. */
  answer: Promise<Answer<From>>
  cancel(): void
}

export type AskOptions<From> = {
  environment: Record<string, string>
  onProgress: (progress: Progress<From>) => void
  startProcess?: StartProcess
  /** What a refusal calls it: `The judging process`. */
  what: string
}

/** The process takes `{ type: 'cancel' }` too, and ends after its answer. */
export function askProcess<To extends { type: string }, From extends Told>(
  entry: string,
  message: To,
  { environment, onProgress, startProcess = forkProcess, what }: AskOptions<From>,
): Asked<From> {
  const child = startProcess<To | { type: 'cancel' }, From>(entry, [], cleanEnvironment(process.env, environment))
  let said = ''
  let grace: NodeJS.Timeout | undefined
  child.onOutput((text) => (said = (said + text).slice(-OUTPUT_KEPT)))
  const answer = new Promise<Answer<From>>((resolve, reject) => {
    child.onMessage((told) => {
      if (told.type === 'progress') {
        const { type: _type, ...progress } = told
        onProgress(progress as Progress<From>)
      } else if (told.type === 'failed') reject(errorOf(told as unknown as CarriedError))
      else resolve(told as unknown as Answer<From>)
    })
    child.onExit(({ code, signal }) => {
      clearTimeout(grace)
      if (grace !== undefined) resolve({ type: 'stopped' } as unknown as Answer<From>)
      reject(new Error(`${what} ended (${signal ?? `code ${code}`}) without an answer. ${said.trim()}`))
    })
  })
  child.post(message)
  return {
    answer,
    cancel() {
      if (grace !== undefined) return
      child.post({ type: 'cancel' })
      grace = setTimeout(() => child.kill(), GRACE_SECONDS * 1000)
    },
  }
}
