import { expect, it } from 'vitest'
import type { StartProcess } from '#workers/start-process.ts'
import type { DeskAnswer, DeskQuestion } from './dataset-process.ts'
import { openDatasetDesk } from './dataset-desk.ts'

/** Processes that do nothing by themselves: the test answers for them, and ends them. */
function fakes() {
  const started: { asked: DeskQuestion[]; answer: (answer: DeskAnswer) => void; end: () => void }[] = []
  const start = (() => {
    const one: (typeof started)[number] = { asked: [], answer: () => {}, end: () => {} }
    started.push(one)
    return {
      pid: 1,
      post: (question: DeskQuestion) => void one.asked.push(question),
      kill: () => one.end(),
      onMessage: (listener: (answer: DeskAnswer) => void) => (one.answer = listener),
      onOutput: () => {},
      onExit: (listener: (exit: { code: null; signal: string }) => void) =>
        (one.end = () => listener({ code: null, signal: 'SIGKILL' })),
    }
  }) as unknown as StartProcess
  return { started, desk: openDatasetDesk({ home: '/none', environment: () => ({}), startProcess: start }) }
}

it('what a killed process was asked is put to another, and answered', async () => {
  const { started, desk } = fakes()
  const card = desk.ask('card', { id: 'mnist' })
  const image = desk.ask('image', { id: 'mnist', index: 3 })
  started[0].end()
  expect(started[1].asked.map(({ task }) => task)).toEqual(['card', 'image'])
  for (const { id, task } of started[1].asked) started[1].answer({ id, value: task } as unknown as DeskAnswer)
  expect(await Promise.all([card, image])).toEqual(['card', 'image'])
  desk.close()
})

it('what ends two processes is not put to a third', async () => {
  const { started, desk } = fakes()
  const card = desk.ask('card', { id: 'poison' })
  started[0].end()
  started[1].end()
  await expect(card).rejects.toThrow(/ended 2 times over this/)
  expect(started).toHaveLength(2)
  desk.close()
})

it('nothing is asked again once it is closed', async () => {
  const { started, desk } = fakes()
  const card = desk.ask('card', { id: 'mnist' })
  desk.close()
  await expect(card).rejects.toThrow(/ended/)
  expect(started).toHaveLength(1)
})
