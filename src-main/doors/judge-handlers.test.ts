import { expect, it } from 'vitest'
import type { FromJudge, ToJudge } from '#engine/judging/judge-messages.ts'
import type { History } from '#history/history.ts'
import type { ProcessHandle, StartProcess } from '#workers/start-process.ts'
import { judgeHandlers } from './judge-handlers.ts'
import type { Uploads } from './uploads.ts'

/** A judging process that says what the test has it say, and keeps what it was told. */
function fakeJudge() {
  const told: ToJudge[] = []
  let say: (message: FromJudge) => void = () => {}
  const handle: ProcessHandle<ToJudge, FromJudge> = {
    pid: 1,
    post: (message) => void told.push(message),
    kill: () => {},
    onMessage: (listener) => void (say = listener),
    onOutput: () => {},
    onExit: () => {},
  }
  const start = (() => handle) as unknown as StartProcess
  return { told, start, say: (message: FromJudge) => say(message) }
}

function opened() {
  const judge = fakeJudge()
  const emitted: unknown[] = []
  const { handlers } = judgeHandlers({
    from: { history: { home: { root: '/home' } } as History, resources: '/resources' },
    uploads: {
      pathOf: (upload: string) => `/uploads/${upload}/a.npy`,
      errorForPage: (_: string, error: unknown) => error,
    } as Uploads,
    environment: () => ({}),
    emit: (name, event) => void emitted.push([name, event]),
    startProcess: judge.start,
  })
  return { ...judge, emitted, handlers }
}
const SIDES = { samples: { upload: 'u1' }, reference: { word: 'mnist:test' } }

it('judges what was sent against a data set, tells how far it is, and takes one at a time', async () => {
  const { told, say, emitted, handlers } = opened()
  const answer = handlers['judges/judge'](SIDES)
  expect(told).toMatchObject([
    {
      type: 'judge',
      task: {
        samples: { kind: 'path', path: '/uploads/u1/a.npy' },
        reference: { kind: 'dataset', name: 'mnist', split: 'test' },
        features: 'inception',
        resize: 'pytorch-fid',
        home: '/home',
      },
    },
  ])
  await expect(handlers['judges/judge'](SIDES)).rejects.toThrow('Another judgement runs')
  const progress = { stage: 'samples', done: 1, of: 2, rate: null, secondsLeft: null }
  say({ type: 'progress', ...progress })
  expect(emitted).toEqual([['judges/progress', progress]])
  say({ type: 'stopped' })
  expect(await answer).toEqual({ verdict: null })
})

it('cancels the one that runs, and says when there is none', async () => {
  const { told, say, handlers } = opened()
  expect(handlers['judges/cancel']({})).toEqual({ cancelled: false })
  const answer = handlers['judges/judge'](SIDES)
  expect(handlers['judges/cancel']({})).toEqual({ cancelled: true })
  expect(told.at(-1)).toEqual({ type: 'cancel' })
  say({ type: 'stopped' })
  await answer
  expect(handlers['judges/cancel']({})).toEqual({ cancelled: false })
})
