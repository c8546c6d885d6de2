/** A name and unknown input in, a Reply out: the same behind every carrier, and the only catch-all of the program. */
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Failure, Handlers, Reply, RequestName } from '#contract/requests.ts'
import { REQUEST_SCHEMAS } from './request-schemas.ts'

export type Dispatch = (name: unknown, input: unknown) => Promise<Reply<unknown>>

/**
 * Handlers that a door does not have are answered 'unsupported'. What is thrown as a Refusal is for the user; anything else
 * is a bug: `report` gets it whole, the page learns only that it happened.
 */
export function createDispatch(
  handlers: Partial<Handlers>,
  report: (request: string, error: unknown) => void,
): Dispatch {
  return async (name, input) => {
    if (!isRequestName(name)) return failure({ code: 'invalid', message: 'There is no such request.' })
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    try {
      const parsed = parse(REQUEST_SCHEMAS[name], input, name)
      if (!handler) return failure({ code: 'unsupported', message: `${name} is not available in this build.` })
      return { ok: true, value: await (handler as (input: unknown) => unknown)(parsed) }
    } catch (error) {
      if (error instanceof Refusal) return failure({ code: error.code, message: error.message, field: error.field })
      report(name, error)
      return failure({ code: 'internal', message: `Something went wrong inside Anneal (${name}). The log says more.` })
    }
  }
}

const failure = (error: Failure): Reply<never> => ({ ok: false, error })

const isRequestName = (name: unknown): name is RequestName =>
  typeof name === 'string' && Object.hasOwn(REQUEST_SCHEMAS, name)
