import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { askedRun } from './asked-run.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'anneal-asked-'))
  mkdirSync(join(home, 'runs', '00003-x', 'samples'), { recursive: true })
  symlinkSync(home, join(home, 'link'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

it('finds the run of a folder, of a file within it, and behind a link', () => {
  const runs = join(home, 'runs')
  const ask = (...words: string[]) => askedRun(words, home, runs)
  expect(ask('--no-sandbox', '/opt/anneal', join(runs, '00003-x'))).toBe('00003-x')
  expect(ask('runs/00003-x/samples')).toBe('00003-x')
  expect(ask('link/runs/00003-x')).toBe('00003-x')
})

it('finds none in what leads elsewhere', () => {
  const runs = join(home, 'runs')
  for (const word of [runs, home, 'runs/..', 'runs/../x', '3', '--runs/00003-x'])
    expect(askedRun([word], home, runs), word).toBeNull()
})
