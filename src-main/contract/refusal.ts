/** The error meant for users: they can act on it. Everything else that is thrown is a bug. */

export type RefusalCode = 'invalid' | 'not-found' | 'conflict' | 'unsupported' | 'damaged' | 'cancelled' | 'no-space'

/**
 * One clear sentence that says what is wrong and what to do. `field` names the parameter (snake_case, as the user
 * wrote it) or the file at fault. Doors turn it into a Failure value and exit code 1.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly field?: string

  constructor(message: string, options: { field?: string; code?: RefusalCode; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'Refusal'
    this.code = options.code ?? 'invalid'
    this.field = options.field
  }
}

/** What a thrown value says, whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
