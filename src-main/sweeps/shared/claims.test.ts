import { mkdtempSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openClaims } from './claims.ts'
import { openWatch, startBeating } from './heartbeat.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anneal claims é#-'))
  for (const name of ['claims', 'workers']) mkdirSync(join(folder, name))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a claim', () => {
  it('is had by one of many, and a later generation stands above it', () => {
    const takers = ['a', 'b', 'c'].map((worker) => [worker, openClaims(folder)] as const)
    expect(takers.map(([worker, claims]) => claims.take(7, 1, worker))).toEqual([true, false, false])
    expect(openClaims(folder).read().get(7)).toEqual({ place: 7, generation: 1, worker: 'a' })
    expect(takers[1][1].take(7, 2, 'b')).toBe(true)
    expect(takers[0][1].read().get(7)).toEqual({ place: 7, generation: 2, worker: 'b' })
    expect(readdirSync(join(folder, 'claims')).toSorted()).toEqual(['00007.g1', '00007.g2'])
  })
})

const about = { task: 1, job: '12_1', restarts: 0, library: 'tests 0', threads: null }

describe('a worker', () => {
  it('is alive while its count grows, by the clock of whoever watches alone', () => {
    writeFileSync(join(folder, 'workers', 'x.beat'), '000000000001')
    let now = 0
    const watch = openWatch(folder, 10, () => now)
    const beat = (count: string) => {
      writeFileSync(join(folder, 'workers', 'x.beat'), count)
      // A clock that is an hour behind.
      utimesSync(join(folder, 'workers', 'x.beat'), 1, 1)
    }
    expect(watch('x')).toBe('unsure')
    now = 9
    expect(watch('x')).toBe('unsure')
    beat('000000000002')
    expect(watch('x')).toBe('alive')
    now = 18
    expect(watch('x')).toBe('alive')
    now = 20
    expect(watch('x')).toBe('dead')
    beat('000000000003')
    expect(watch('x')).toBe('dead')
  })

  it('that says so has ended at once', () => {
    const watch = openWatch(folder, 1000)
    const ours = startBeating(folder, 1000, about, () => {})
    expect(watch(ours.id)).toBe('unsure')
    ours.end('nothing was left to do')
    expect(watch(ours.id)).toBe('ended')
  })

  it('hears at each beat what has become of its work', async () => {
    let heard = 0
    const ours = startBeating(folder, 0.01, about, () => void heard++)
    await expect.poll(() => heard).toBeGreaterThan(2)
    ours.end('done')
  })
})
