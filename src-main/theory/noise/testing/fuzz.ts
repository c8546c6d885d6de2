/** Whatever is done to a sound file, its reader reads it or refuses it in a sentence: soon, and in little memory. */
import { expect } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { mutated } from './mutated.ts'

/** ANNEAL_FUZZ sets how many. */
export const ROUNDS = Number(process.env['ANNEAL_FUZZ'] ?? 1000)

/** More than a share of `refused` of the spoilt files must be refused, or the mutations spoil nothing. */
export async function fuzz(
  sound: Uint8Array,
  read: (bytes: Uint8Array) => unknown,
  { refused, megabytes }: { refused: number; megabytes: number },
): Promise<void> {
  const outcomes = { refused: 0, read: 0 }
  let slowest = 0
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutated(sound, round)
    const started = performance.now()
    try {
      await read(bytes)
      outcomes.read++
    } catch (error) {
      if (!(error instanceof Refusal)) throw new Error(`round ${round}: ${String(error)}`, { cause: error })
      expect(error.message.length).toBeLessThan(1000)
      outcomes.refused++
    }
    slowest = Math.max(slowest, performance.now() - started)
  }
  expect(slowest).toBeLessThan(2000)
  expect(outcomes.refused).toBeGreaterThan(ROUNDS * refused)
  expect(process.memoryUsage().rss).toBeLessThan(megabytes * 2 ** 20)
}
