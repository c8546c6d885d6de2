/** A disk of 4 MB with 0 to 200 KB left, in steps of 4: the program starts, all runs are there, and no word said is false. Linux, as root. */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { openHistory } from './history.ts'
import { openHome } from './home.ts'
import { fillHistory } from './testing/example-history.ts'

const KB = 1024
const disk = mkdtempSync(join(tmpdir(), 'anneal-disk-'))
const mounted =
  process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status === 0
if (!mounted) console.warn('a full disk: NOT RUN, since no small disk can be mounted here')

afterAll(() => {
  if (mounted) spawnSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

describe.skipIf(!mounted)('with 0 to 200 KB left', () => {
  const aside = mkdtempSync(join(tmpdir(), 'anneal-aside-'))
  const home = openAt(join(disk, 'home'))
  beforeAll(() => {
    const history = openHistory(home)
    fillHistory(history)
    // As kill -9 leaves it: with a log beside the database.
    cpSync(home.root, join(aside, 'killed'), { recursive: true })
    history.close()
    cpSync(home.root, join(aside, 'closed'), { recursive: true })
  })
  afterAll(() => rmSync(aside, { recursive: true, force: true }))
  beforeEach(() => clear())

  function clear(): void {
    for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true, force: true })
  }
  function startFrom(state: string, left: number): void {
    clear()
    mkdirSync(home.root)
    cpSync(join(aside, state), home.root, { recursive: true })
    leave(left)
  }

  it.each(['closed', 'killed'])('it starts after it was %s, shows every run, and says what cannot be kept', (state) => {
    for (let left = 0; left <= 200; left += 4) {
      startFrom(state, left * KB)
      const history = openHistory(home)
      expect(history.read.list({ trashed: true }), `${left} KB`).toHaveLength(5)
      expect(history.read.metrics('1', {}).length, `${left} KB`).toBeGreaterThan(10)
      expect(() => history.close(), `${left} KB`).not.toThrow()
    }
  })

  it('an edit is kept or refused, and what is said of it is so', () => {
    const said = new Set<string>()
    for (let left = 0; left <= 200; left += 4) {
      startFrom('closed', 300 * KB)
      const history = openHistory(home)
      leave(left * KB)
      const { id } = history.read.need('1')
      const text = 'x'.repeat(3000)
      let told = 'kept'
      try {
        history.edit(id, { notes: text })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        told = /is kept in its folder/.test(error.message) ? 'kept in the folder' : 'refused'
      }
      const { notes } = JSON.parse(readFileSync(join(history.read.folderOf(id), 'meta.json'), 'utf8')) as {
        notes: string
      }
      expect(notes === text, `${left} KB: ${told}`).toBe(told !== 'refused')
      said.add(told)
      history.close()
    }
    expect([...said]).toEqual(expect.arrayContaining(['refused', 'kept']))
  })

  /** Fills the disk but for as many bytes. */
  function leave(bytes: number): void {
    const file = openSync(join(disk, 'ballast'), 'a')
    try {
      for (const block = Buffer.alloc(4 * KB); ;) writeSync(file, block)
    } catch {
      // Full.
    }
    ftruncateSync(file, Math.max(0, fstatSync(file).size - bytes))
    closeSync(file)
  }
})

function openAt(root: string) {
  return openHome({ ANNEAL_HOME: root })
}
