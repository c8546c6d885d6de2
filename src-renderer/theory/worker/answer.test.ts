import { expect, it } from 'vitest'
import { Answer } from './answer.svelte.ts'
import { answerOf, type Answered, type TaskName, type Tasks } from './tasks.ts'
import type { Ask } from './worker-door.ts'

const question = (slope: number): Tasks['oracle/errors']['in'] => ({
  spectrum: [1, 0.1, 0.001],
  process: { family: 'vp-linear', betaMin: 0.1, betaMax: slope },
  points: 50,
  schemes: ['em'],
})

function heldAsk() {
  const asked: { name: TaskName; question: unknown; answer: (reply: Answered<never>) => void }[] = []
  const ask: Ask = (name, question) => new Promise((answer) => asked.push({ name, question, answer }))
  return { asked, ask }
}

it('computes one question at a time and drops those between it and the latest', async () => {
  const { asked, ask } = heldAsk()
  const answer = new Answer('oracle/errors', ask)
  for (const slope of [18, 19, 20]) void answer.ask(question(slope))
  expect(asked).toHaveLength(1)
  expect(answer.busy).toBe(true)
  asked[0].answer({ ok: true, value: 'first' as never, ms: 1 })
  await Promise.resolve()
  await Promise.resolve()
  expect(asked.map(({ question }) => question)).toEqual([question(18), question(20)])
  asked[1].answer({ ok: true, value: 'last' as never, ms: 2 })
  await new Promise((resolve) => setTimeout(resolve))
  expect([answer.value, answer.question, answer.count, answer.busy]).toEqual(['last', question(20), 2, false])
})

it('keeps the last good answer beside a refusal, and takes the refusal back with the next good one', async () => {
  const answer = new Answer('oracle/errors', async (name, asked) => answerOf(name, asked) as Answered<never>)
  await answer.ask(question(20))
  const good = answer.value
  await answer.ask(question(-1))
  expect(answer.fault).toMatchObject({ code: 'invalid', field: 'beta_max' })
  expect(answer.value).toBe(good)
  await answer.ask(question(20))
  expect(answer.fault).toBeNull()
})
