/** A page of the database zeroed after a clean close, at 25 places: whatever lies there, everything is shown again. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { openHistory } from './history.ts'
import type { Home } from './home.ts'
import { dump, fillHistory, newRun, temporaryHome } from './testing/example-history.ts'

const PLACES = 25
const PAGE = 4096

const original = temporaryHome()
const filled = openHistory(original)
fillHistory(filled)
const { id } = filled.create(newRun('train'))
for (let step = 100; step <= 2000; step += 100) {
  const at = 1.7e12 + step
  const points = Array.from({ length: 100 }, (_, i) => ({
    name: 'loss',
    step: step - 99 + i,
    value: 1 / (step + i),
    at,
  }))
  filled.tick(id, { step, steps: 2000, points })
}
filled.close()
afterAll(() => rmSync(original.root, { recursive: true, force: true }))

let home: Home
beforeEach(() => void (home = temporaryHome()))
afterEach(() => rmSync(home.root, { recursive: true, force: true }))

/** A row's stamp is of its files' times, which a copy of the folder changes. */
function content(of: Home) {
  const { runs, ...rest } = dump(of)
  return { ...rest, runs: (runs as object[]).map((run) => ({ ...run, stamp: '' })) }
}

const pages = Math.floor(readFileSync(original.database).length / PAGE)
const places = Array.from({ length: PLACES }, (_, i) => Math.floor((i * pages) / PLACES))

it(`the database has ${PLACES} pages to be spoilt`, () => expect(new Set(places).size).toBe(PLACES))

it.each(places)('page %i', (page) => {
  cpSync(original.root, home.root, { recursive: true })
  const bytes = readFileSync(home.database)
  writeFileSync(home.database, bytes.fill(0, page * PAGE, (page + 1) * PAGE))
  const history = openHistory(home)
  // What a page asks for, so that damage is met wherever it lies.
  for (const run of history.read.list({ trashed: true })) {
    history.read.get(run.id)
    history.read.metrics(run.id, {})
  }
  history.read.schedules()
  history.edit(history.read.list()[0].id, { notes: 'seen' })
  history.edit(history.read.list()[0].id, { notes: '' })
  expect(history.read.list({ trashed: true })).toHaveLength(6)
  history.close()
  const again = openHistory(home)
  expect(again.read.metrics(id, { name: 'loss', points: 100_000 })).toHaveLength(2000)
  again.close()
  expect(content(home)).toEqual(content(original))
})
