import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { DataFacts } from '#contract/score-facts.ts'
import { openFactsCache } from './facts-cache.ts'

const folder = mkdtempSync(join(tmpdir(), 'anneal-facts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const facts = { dimension: 2, ranged: false, std: 1, n: 5, distances: {}, spectrum: null } as unknown as DataFacts
const digits: DatasetConfig = { name: 'mnist', split: 'train' }

function opened(identityOf: (dataset: DatasetConfig) => string | null) {
  const asked: unknown[] = []
  const ask = (_task: string, input: unknown) => (asked.push(input), Promise.resolve(facts))
  return { asked, factsOf: openFactsCache({ ask } as never, { version: 'v', identityOf, folder }) }
}

it('asks once for one content, also after a restart, and again where another content has the name', async () => {
  const first = opened(() => 'built-in')
  expect(await Promise.all([first.factsOf(digits), first.factsOf(digits)])).toEqual([facts, facts])
  await first.factsOf({ ...digits, subset: { n: 10, seed: 0 } })
  expect(first.asked.length).toBe(2)
  const again = opened(() => 'built-in')
  expect(await again.factsOf(digits)).toEqual(facts)
  expect(again.asked.length).toBe(0)
  const other = opened(() => 'another hash')
  await other.factsOf(digits)
  expect(other.asked.length).toBe(1)
  expect(readdirSync(folder)).toEqual(['dataset-facts-1-v.json'])
})

it('holds nothing of a path, where other files may lie by now', async () => {
  const { asked, factsOf } = opened(() => null)
  await factsOf({ ...digits, path: '/a' })
  await factsOf({ ...digits, path: '/a' })
  expect(asked.length).toBe(2)
})
