import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ownPrefix, sweepAbandoned } from './abandoned.ts'

let parent: string
beforeEach(() => void (parent = mkdtempSync(join(tmpdir(), 'anneal-abandoned-'))))
afterEach(() => rmSync(parent, { recursive: true, force: true }))

it('sweeps what a dead process left, and nothing else', () => {
  const mine = mkdtempSync(join(parent, ownPrefix('.partial-')))
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  for (const name of [`.partial-${pid}-abcdef`, '.partial-old', 'kept']) {
    mkdirSync(join(parent, name))
    writeFileSync(join(parent, name, 'x'), '')
  }
  sweepAbandoned(parent, '.partial-')
  expect(readdirSync(parent).toSorted()).toEqual([basename(mine), 'kept'].toSorted())
  sweepAbandoned(join(parent, 'none'), '.partial-')
})
