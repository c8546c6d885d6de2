/** Every question the theory worker answers: name -> a pure function. A Refusal comes back as a value. */
import { Refusal } from '#contract/refusal.ts'
import { CURIE_WEISS_TASKS } from '../high/curie-weiss-tasks.ts'
import { MIXTURE_TASKS } from '../high/mixture-tasks.ts'
import { STEPS_TASKS } from '../families/steps-tasks.ts'
import { ORACLE_TASKS } from '../oracle/oracle-tasks.ts'
import { CORRUPTION_TASKS } from '../corruption/corruption-tasks.ts'
import { LEAGUE_TASKS } from '../league/league-tasks.ts'
import { TEXTURE_TASKS } from '../texture/texture-tasks.ts'
import type { Failure } from '#contract/requests.ts'

const TASKS = {
  ...ORACLE_TASKS,
  ...MIXTURE_TASKS,
  ...CURIE_WEISS_TASKS,
  ...STEPS_TASKS,
  ...TEXTURE_TASKS,
  ...CORRUPTION_TASKS,
  ...LEAGUE_TASKS,
}

/** `ms`: how long the computation took. */
export type Answered<T> = { ok: true; value: T; ms: number } | { ok: false; error: Failure }

export type TaskName = keyof typeof TASKS
export type Tasks = {
  [N in TaskName]: { in: Parameters<(typeof TASKS)[N]>[0]; out: ReturnType<(typeof TASKS)[N]> }
}

export function answerOf(name: TaskName, question: unknown): Answered<unknown> {
  const begun = performance.now()
  try {
    const value = (TASKS[name] as (question: unknown) => unknown)(question)
    return { ok: true, value, ms: performance.now() - begun }
  } catch (error) {
    if (error instanceof Refusal)
      return { ok: false, error: { code: error.code, message: error.message, field: error.field } }
    return { ok: false, error: { code: 'internal', message: `The computation failed: ${String(error)}` } }
  }
}
