import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, openInMemory } from './database.ts'
import { openHistory } from './history.ts'
import type { Home } from './home.ts'
import { migrate, versionOf } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { dump, fillHistory, temporaryHome } from './testing/example-history.ts'

let home: Home
beforeEach(() => {
  home = temporaryHome()
})
afterEach(() => rmSync(home.root, { recursive: true, force: true }))

const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

it('opens with a write-ahead log, full synchronisation and foreign keys; the reading connection cannot write', () => {
  const { read, write, close } = openDatabase(home.database)
  expect(write.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(write.pragma('synchronous', { simple: true })).toBe(2)
  expect(write.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(write.pragma('busy_timeout', { simple: true })).toBe(5000)
  expect(() => read.prepare('delete from runs').run()).toThrow(/readonly/)
  close()
})

it('checks states and counts in the table itself', () => {
  const { write, close } = openDatabase(home.database)
  const history = openHistory(home)
  fillHistory(history)
  expect(() => write.exec(`update runs set state = 'lost'`)).toThrow(/CHECK/)
  expect(() => write.exec('update runs set ended_at = started_at - 1')).toThrow(/CHECK/)
  expect(() => write.exec(`update runs set steps = 'many'`)).toThrow(/INTEGER/)
  history.close()
  close()
})

describe('versions', () => {
  it('refuses a database of a newer program and leaves the file as it is', () => {
    openDatabase(home.database).close()
    const db = new Database(home.database)
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`)
    db.close()
    const before = hash(home.database)
    expect(() => openHistory(home)).toThrow(/history\.db was written by a newer Anneal .*Update Anneal/)
    expect(hash(home.database)).toBe(before)
    expect(readdirSync(home.root).filter((name) => name.startsWith('history.db'))).toEqual(['history.db'])
  })

  it('upgrades in order after a backup of what was there', () => {
    openDatabase(home.database).close()
    const db = new Database(home.database)
    const next = [...MIGRATIONS, { name: 'more', sql: 'alter table schedules add column colour text' }]
    const backup = migrate(db, home.database, next)
    expect(versionOf(db)).toBe(next.length)
    db.close()
    const old = new Database(backup!, { readonly: true })
    expect(versionOf(old)).toBe(MIGRATIONS.length)
    expect(old.prepare('select count(*) from schedules').pluck().get()).toBe(0)
    old.close()
  })

  it('a step that fails leaves the version before it, whole, and can be tried again', () => {
    openDatabase(home.database).close()
    const db = new Database(home.database)
    const bad = [...MIGRATIONS, { name: 'bad', sql: 'create table half (x); create table half (x)' }]
    expect(() => migrate(db, home.database, bad)).toThrow()
    expect(() => migrate(db, home.database, bad)).toThrow(/already exists/)
    expect(versionOf(db)).toBe(MIGRATIONS.length)
    expect(db.prepare(`select count(*) from sqlite_schema where name = 'half'`).pluck().get()).toBe(0)
    db.close()
  })
})

describe('a damaged database is kept aside and made again from the folders', () => {
  const DAMAGE: Record<string, (path: string) => void> = {
    'no SQLite file': (path) => writeFileSync(path, 'x'.repeat(5000)),
    'zero-filled': (path) => writeFileSync(path, new Uint8Array(readFileSync(path).length)),
    'header gone': (path) => overwrite(path, 0, 100),
    'schema page gone': (path) => overwrite(path, 100, 3000),
    truncated: (path) => truncateSync(path, 6000),
  }
  let original: Home
  let before: ReturnType<typeof dump>
  beforeAll(() => {
    original = temporaryHome()
    const history = openHistory(original)
    fillHistory(history)
    history.close()
    before = dump(original)
  })
  // Stamps of copied files differ, and only they.
  const withoutStamps = ({ runs, ...rest }: typeof before) => ({
    ...rest,
    runs: (runs as object[]).map((run) => ({ ...run, stamp: '' })),
  })
  beforeEach(() => cpSync(original.root, home.root, { recursive: true }))
  afterAll(() => rmSync(original.root, { recursive: true, force: true }))

  it.each(Object.entries(DAMAGE))('%s', (_, damage) => {
    damage(home.database)
    const damaged = hash(home.database)
    const again = openHistory(home)
    expect(again.notices.join()).toMatch(/database was damaged\. It is kept as .*history\.db\.damaged-/)
    again.close()
    expect(withoutStamps(dump(home))).toEqual(withoutStamps(before))
    const kept = readdirSync(home.root).find(
      (name) => name.startsWith(`${basename(home.database)}.damaged-`) && !/-(wal|shm)$/.test(name),
    )
    expect(hash(`${home.root}/${kept}`)).toBe(damaged)
  })

  it('a page zeroed after a clean close is found when it is met, at whatever question or edit', () => {
    const pages = Math.floor(readFileSync(home.database).length / 4096)
    for (let page = 0; page < Math.min(25, pages); page++) {
      cpSync(original.database, home.database)
      overwrite(home.database, page * 4096, 4096, 0)
      const again = openHistory(home)
      const runs = again.read.list({ trashed: true })
      for (const { id } of runs) {
        again.read.get(id)
        again.read.metrics(id)
        again.read.lineage(id)
      }
      again.edit(runs[0].id, { notes: `page ${page}` })
      expect(again.read.values()).toHaveLength(5)
      expect(again.read.need(runs[0].id).notes).toBe(`page ${page}`)
      expect(again.read.schedules()).toHaveLength(before.schedules.length)
      again.close()
    }
  })

  it.each([
    ['version 0', (db: Database.Database) => db.pragma('user_version = 0')],
    ['version -1', (db: Database.Database) => db.pragma('user_version = -1')],
    ['a table gone', (db: Database.Database) => db.exec('drop table results')],
    ['another program’s', (db: Database.Database) => db.exec('drop table runs; create table runs (x)')],
  ])('%s', (_, change) => {
    const db = new Database(home.database)
    change(db)
    db.close()
    const again = openHistory(home)
    expect(again.read.list({ trashed: true })).toHaveLength(5)
    expect(again.notices.join()).toMatch(/kept as .*damaged/)
    again.close()
  })

  it('a file of 0 bytes is made anew, schedules and data sets too', () => {
    truncateSync(home.database, 0)
    const again = openHistory(home)
    expect(again.read.schedules()).toHaveLength(before.schedules.length)
    again.close()
    expect(withoutStamps(dump(home))).toEqual(withoutStamps(before))
  })

  it('a process goes over to the database that another made in place of a damaged one', () => {
    const first = openHistory(home)
    const version = first.read.version()
    for (const suffix of ['', '-wal', '-shm']) rmSync(home.database + suffix, { force: true })
    openHistory(home).close()
    expect(first.read.version()).not.toBe(version)
    expect(first.read.list({ trashed: true })).toHaveLength(5)
    first.close()
  })

  it('damage inside is found where the program was not closed properly', () => {
    const size = readFileSync(home.database).length
    for (let page = 4096; page < size; page += 4096) overwrite(home.database, page, 2000)
    writeFileSync(`${home.database}-wal`, '')
    const again = openHistory(home)
    expect(again.notices.join()).toMatch(/damaged/)
    expect(again.read.list({ trashed: true })).toHaveLength(5)
    again.close()
  })
})

function overwrite(path: string, from: number, length: number, byte = 0xa5): void {
  const bytes = readFileSync(path)
  bytes.fill(byte, from, from + length)
  writeFileSync(path, bytes)
}

it('a copy in memory serves while the disk is full, a new one is begun where there is no file', () => {
  const history = openHistory(home)
  fillHistory(history)
  history.close()
  const copy = openInMemory(home.database, 'The disk is full.')
  expect(copy.read.prepare('select count(*) from runs').pluck().get()).toBe(5)
  expect(copy.notices.join()).toMatch(/disk is full/)
  const before = hash(home.database)
  copy.write.exec('delete from runs')
  copy.close()
  expect(hash(home.database)).toBe(before)
  const empty = openInMemory(`${home.database}.none`, 'The disk is full.')
  expect(empty.read.prepare('select count(*) from runs').pluck().get()).toBe(0)
  empty.close()
})
