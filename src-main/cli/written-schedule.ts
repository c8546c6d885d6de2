/** A schedule as it was written elsewhere: which word is one, its text from a file, a pipe or the word itself, and what it says and does not say. */
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { Refusal } from '#contract/refusal.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { callerPath } from '#files/caller-path.ts'
import { bring } from '#theory/grids/bring/bring.ts'
import { answered } from '#theory/grids/bring/brought.ts'
import { readText } from './words.ts'

/** Lists, settings and configurations are known by how they begin; a file of that name is a file all the same. */
export const isFile = (word: string): boolean => existsSync(callerPath(word))
export const isWritten = (word: string): boolean =>
  /^\s*[[{]|^\s*[+-]?[\d.]|tensor|array|^--|Steps:|Schedule type:|\n/.test(word) && !isFile(word)

/** What a file holds, what is piped in for `-`, or the word itself where it is no name of a file. */
export async function textOf(given: string): Promise<string> {
  if (given === '-') return text(process.stdin)
  return isWritten(given) ? given : readText(given)
}

export type Written = { what: string; schedule: ScheduleInput; notes: readonly string[] }

/** With answers for what it does not say; `word` stands in the advice of a field of a run, and no word in that of a command of its own. */
export function writtenSchedule(from: string, answers: Readonly<Record<string, unknown>>, word?: string): Written {
  const found = bring(from)
  const open = found.asked.find(({ field }) => answers[field] === undefined)
  if (open && word !== undefined)
    throw new Refusal(
      `schedule: ${found.what} does not say ${open.field}: ${open.why} Say schedule={from: ${word}, ${open.field}: ${open.example}}.`,
      { field: `schedule.${open.field}` },
    )
  return { what: found.what, schedule: answered(found, answers), notes: found.notes }
}
