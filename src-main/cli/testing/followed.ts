/** A row of the table of advice: what is refused, what its sentence tells to type, and the call that types it. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from '#contract/refusal.ts'

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

/** The program itself; what it refuses is thrown as it says it. */
export async function anneal(home: string, ...words: string[]) {
  const cli = join(import.meta.dirname, '..', '..', 'cli.ts')
  const env = { ...process.env, ANNEAL_HOME: home }
  await promisify(execFile)(process.execPath, [cli, ...words], { env }).catch(({ stderr, code }) => {
    throw code === 1 ? new Refusal(String(stderr)) : new Error(String(stderr))
  })
}
