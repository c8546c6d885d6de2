/** A row of the table of advice: what is refused, what its sentence tells to type, and the call that types it. */
export type Followed = [
  what: string,
  ask: () => unknown,
  /** The advice in the sentence; its groups are what is typed. */
  advice: RegExp,
  /** Resolves where it was accepted. */
  follow: (...typed: string[]) => unknown,
]

/** The sentence of a refusal, at once or later. */
export async function refusalOf(ask: () => unknown): Promise<string> {
  try {
    await ask()
  } catch (error) {
    if ((error as Error).name === 'Refusal') return (error as Error).message
    throw error
  }
  throw new Error('nothing was refused')
}
