/** What is known of a grid after its settings were read, and what is left to ask. */
import type { ScheduleInput } from '#contract/schedule.ts'
import { Refusal } from '#contract/refusal.ts'

/** A field that the settings do not hold. */
export type Asked = { field: string; why: string; example: string | number; choices?: readonly string[] }

export type Brought = {
  /** What it was, in words. */
  what: string
  /** Whether `what` is a name that it has of its own. */
  isNamed?: true
  /** As a schedule is written, without what is asked. */
  spec: Readonly<Record<string, unknown>>
  asked: readonly Asked[]
  /** What the program does otherwise, or what was left aside. */
  notes: readonly string[]
}

/** The schedule, with `answers` for what was asked; refuses, naming the first that is still open. */
export function answered({ what, spec, asked }: Brought, answers: Readonly<Record<string, unknown>>): ScheduleInput {
  const open = asked.find(({ field }) => answers[field] === undefined)
  if (open)
    throw new Refusal(`${what} does not say ${open.field}: ${open.why} Add ${open.field}=${open.example}.`, {
      field: open.field,
    })
  return { ...spec, ...answers } as unknown as ScheduleInput
}

export const LEVELS_ASKED: Asked = {
  field: 'levels',
  why: 'the number of steps is given when sampling, not there.',
  example: 20,
}
