import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { codeFiles, codeVersion, hashOf } from './code-version.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'anneal-code-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('is of the engine from source: its rooms, without tests and without the page', () => {
  const names = codeFiles(import.meta.dirname).map(({ name }) => name)
  expect(names).toContain('engine/jobs/sample.ts')
  expect(names).toContain('diffusion/samplers/heun.ts')
  expect(names.filter((name) => name.endsWith('.test.ts') || /^(cli|doors|studies)/.test(name))).toEqual([])
  expect(codeVersion()).toMatch(/^[0-9a-f]{64}$/)
})

it('is of a bundle whole, and another one once a file is', () => {
  mkdirSync(join(folder, 'main'))
  const write = (name: string, text: string) => writeFileSync(join(folder, 'main', name), text)
  const hash = () => hashOf(codeFiles(join(folder, 'main')))
  write('main.js', 'a')
  write('chunk.js', 'b')
  const before = hash()
  write('main.js.map', 'no code')
  expect(hash()).toBe(before)
  write('chunk.js', 'c')
  expect(hash()).not.toBe(before)
})
