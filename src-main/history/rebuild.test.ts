import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openHistory } from './history.ts'
import type { Home } from './home.ts'
import { dump, fillHistory, newRun, temporaryHome } from './testing/example-history.ts'
import { writeJson } from '#files/write-whole.ts'

let home: Home
beforeEach(() => {
  home = temporaryHome()
})
afterEach(() => rmSync(home.root, { recursive: true, force: true }))

const dropDatabase = () => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(home.database + suffix, { force: true })
}

function filled() {
  const history = openHistory(home)
  mkdirSync(join(home.datasets, 'abc-mine'))
  writeJson(join(home.datasets, 'abc-mine', 'dataset.json'), { name: 'mine', hash: 'abc', count: 3 })
  history.indexDataset('abc-mine')
  const runs = fillHistory(history)
  history.close()
  return runs
}

describe('the history without its database', () => {
  it('comes back from the folders alone, every row and every field', () => {
    filled()
    const before = dump(home)
    expect(Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, rows.length]))).toEqual({
      runs: 5,
      run_parents: 4,
      metrics: 50,
      latest: 1,
      results: 3,
      schedules: 2,
      datasets: 1,
    })
    dropDatabase()
    const history = openHistory(home)
    expect(history.notices).toEqual([])
    history.close()
    expect(dump(home)).toEqual(before)
  })

  it('is the same after a rebuild in place', () => {
    filled()
    const before = dump(home)
    const history = openHistory(home)
    expect(history.rebuild()).toEqual({ runs: 5, schedules: 2, datasets: 1, skipped: [], notes: [] })
    history.close()
    expect(dump(home)).toEqual(before)
  })

  it('leaves out what it cannot read, and says which file and why', () => {
    const { failed } = filled()
    writeFileSync(join(home.runs, failed.folder, 'config.resolved.json'), '{"kind":')
    dropDatabase()
    const history = openHistory(home)
    expect(history.read.list({ trashed: true })).toHaveLength(4)
    expect(history.notices.join()).toMatch(/00004-.*config\.resolved\.json is damaged/)
    history.close()
  })
})

it('lets others write between the runs that it reads', () => {
  const history = openHistory(home)
  for (let i = 0; i < 5; i++) history.create(newRun('train'))
  const other = new Database(home.database, { timeout: 0 })
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
  const gaps = vi.spyOn(Atomics, 'wait').mockImplementation(() => {
    other.exec('begin immediate; commit')
    return 'timed-out'
  })
  try {
    expect(history.rebuild().runs).toBe(history.read.list({ trashed: true }).length)
    expect(gaps.mock.calls.length).toBeGreaterThan(3)
  } finally {
    for (const spy of [clock, gaps]) spy.mockRestore()
    other.close()
    history.close()
  }
})

describe('what a crash leaves', () => {
  it('a torn line of metrics is not read, and the next tick goes on after the last whole one', () => {
    const history = openHistory(home)
    const { id, folder } = history.create(newRun('train'))
    const tick = (step: number) =>
      history.tick(id, { step, steps: 9, points: [{ name: 'loss', step, value: step, at: 1 }] })
    tick(1)
    appendFileSync(join(home.runs, folder, 'metrics.jsonl'), '{"step":2,"at":1,"lo')
    history.reindex(id)
    tick(3)
    history.reindex(id)
    expect(history.read.metrics(id).map(({ step }) => step)).toEqual([1, 3])
    expect(history.read.need(id).step).toBe(3)
    history.close()
  })

  it('a change that reached the folder and not the database is read at the next start', () => {
    const first = openHistory(home)
    const { id } = first.create(newRun('train'))
    first.update(id, () => ({ state: 'failed', reason: 'why' }))
    first.close()
    const stale = readFileSync(home.database)
    const second = openHistory(home)
    second.update(id, () => ({ state: 'queued', reason: null }))
    second.edit(id, { notes: 'late' })
    const other = second.create(newRun('sample'))
    second.close()
    const after = dump(home)
    writeFileSync(home.database, stale)
    const third = openHistory(home)
    expect(third.read.need(id)).toMatchObject({ notes: 'late', state: 'queued', reason: null })
    expect(third.read.need(other.id).number).toBe(2)
    third.close()
    expect(dump(home)).toEqual(after)
  })

  it('folders of runs that were never finished being made are swept, and rows without a folder go', () => {
    const first = openHistory(home)
    const { folder, number } = first.create(newRun('train'))
    mkdirSync(join(home.runs, '.new-x'))
    first.close()
    rmSync(join(home.runs, folder), { recursive: true })
    const again = openHistory(home)
    expect(readdirSync(home.runs)).toEqual([])
    expect(again.read.list()).toEqual([])
    expect(again.create(newRun('train')).number).toBe(number)
    again.close()
  })

  it('never gives a number twice, even where a folder has no row', () => {
    const first = openHistory(home)
    first.create(newRun('train'))
    mkdirSync(join(home.runs, '00041-foreign-seed0'))
    expect(first.create(newRun('train')).number).toBe(42)
    first.close()
    expect(existsSync(join(home.runs, '00041-foreign-seed0'))).toBe(true)
  })
})
