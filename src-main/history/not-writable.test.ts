import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openHistory } from './history.ts'
import type { Home } from './home.ts'
import { fillHistory, temporaryHome } from './testing/example-history.ts'

let home: Home
beforeEach(() => {
  home = temporaryHome()
  const history = openHistory(home)
  fillHistory(history)
  history.close()
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(home.root, { recursive: true, force: true })
})

/** Transactions on a file fail with `code`, from number `first` to number `last`; answers how many were begun. */
function failing(code: string, first = 0, last = Infinity): () => number {
  const begin = Database.prototype.transaction
  let count = -1
  vi.spyOn(Database.prototype, 'transaction').mockImplementation(function (this: Database.Database, work) {
    const real = begin.call(this, work)
    if (this.memory || ++count < first || count > last) return real
    const fail = () => {
      throw Object.assign(new Error(code), { code })
    }
    return Object.assign(fail, { immediate: fail }) as unknown as typeof real
  })
  return () => count + 1
}

it.each([0, 1, 2, 3])(
  'the disk may fill at any write of the start, here at %i: all runs are there, and it is said',
  (at) => {
    const begun = failing('SQLITE_FULL', at, at)
    const history = openHistory(home)
    expect(history.read.list({ trashed: true })).toHaveLength(5)
    expect(history.notices.some((notice) => notice.includes('The disk is full'))).toBe(begun() > at)
    history.close()
  },
)

it.each(['SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_READONLY_DBMOVED', 'SQLITE_CANTOPEN', 'EROFS'])(
  'a data folder that may not be written (%s) can be looked at, and one sentence says so',
  (code) => {
    mkdirSync(join(home.runs, '.new-left'))
    failing(code)
    const history = openHistory(home)
    expect(history.read.list()).toHaveLength(4)
    expect(history.read.get('1').environment?.backend).toBe('tensorflow')
    expect(history.read.schedules()).toHaveLength(2)
    const said = history.notices.filter((notice) => notice.includes(`history.db may not be written (${code})`))
    expect(said).toEqual([expect.stringMatching(/The history can be looked at/)])
    history.close()
  },
)

it('a database that cannot be opened at all is made from the folders in memory', () => {
  rmSync(home.database)
  mkdirSync(home.database)
  const history = openHistory(home)
  expect(history.read.list()).toHaveLength(4)
  history.close()
})
