import { fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { takeLock } from '#files/exclusive-lock.ts'
import { openHistory } from './history.ts'
import { dump, temporaryHome } from './testing/example-history.ts'

const ADD_RUNS = fileURLToPath(new URL('./testing/add-runs.ts', import.meta.url))

it('three processes that begin a new data folder at once give every run a number of its own', async () => {
  const home = temporaryHome()
  const ends = [1, 2, 3].map(() => {
    const child = fork(ADD_RUNS, [home.root, '5'])
    return new Promise((resolve) => child.once('close', resolve))
  })
  expect(await Promise.all(ends)).toEqual([0, 0, 0])
  const history = openHistory(home)
  const numbers = history.read.list().map(({ number }) => number)
  expect(numbers).toEqual(Array.from({ length: 15 }, (_, i) => 15 - i))
  const before = dump(home)
  history.rebuild()
  history.close()
  expect(dump(home)).toEqual(before)
  rmSync(home.root, { recursive: true, force: true })
})

it('a lock has one holder, and is free once that lets go', () => {
  const home = temporaryHome()
  const first = takeLock(home.queueLock)
  expect(takeLock(home.queueLock)).toBe(null)
  first!.release()
  const second = takeLock(home.queueLock)
  expect(second).not.toBe(null)
  second!.release()
  rmSync(home.root, { recursive: true, force: true })
})
