/** An error on its way between processes: a refusal arrives as one, with its field; anything else is a bug and keeps its stack. */
import { Refusal, type RefusalCode } from '#contract/refusal.ts'

/** `code` null: a bug, not a refusal. */
export type CarriedError = { message: string; code: string | null; field?: string; stack?: string }

export function carryError(error: unknown): CarriedError {
  if (error instanceof Refusal) return { message: error.message, code: error.code, field: error.field }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { message, code: null, stack }
}

export function errorOf({ message, code, field, stack }: CarriedError): Error {
  if (code !== null) return new Refusal(message, { code: code as RefusalCode, field })
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return error
}
