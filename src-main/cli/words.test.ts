import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { mutated } from '#theory/noise/testing/mutated.ts'
import { readConfig } from './words.ts'

const ROUNDS = Number(process.env['ANNEAL_FUZZ'] ?? (process.env.CI ? 1000 : 200))

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'anneal-words-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function read(content: string | Uint8Array): object {
  const file = join(folder, 'c')
  writeFileSync(file, content)
  return readConfig(file, []).config
}
const YAML = `kind: sample
network: mnist-unet # ours
schedule: &s {family: karras, levels: 18, sigma_max: 20, sigma_min: 1e-2, data_range: [0, 1]}
sampler:
  name: heun
n: 400
tags: ['a', "b"]
`
const JSON_TEXT = JSON.stringify({ kind: 'train', name: 'é', training: { steps: 5 }, tags: [1, true, null] })

it('reads YAML and JSON alike, JSON of a million levels too', () => {
  expect(read(YAML)).toMatchObject({ kind: 'sample', schedule: { sigma_min: 0.01 }, tags: ['a', 'b'] })
  expect(read(JSON_TEXT)).toMatchObject({ kind: 'train', name: 'é' })
  const sigmas = Array.from({ length: 1_000_000 }, (_, i) => 1_000_000 - i)
  expect(read(JSON.stringify({ schedule: { sigmas } }))).toMatchObject({ schedule: { sigmas } })
})

it('what would take minutes is refused, or read, in seconds: many keys, nesting, anchors, sheer size', () => {
  const cases: [string, RegExp | null][] = [
    [Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'), null],
    ['['.repeat(5_000_000), /YAML of at most 262144/],
    [Array.from({ length: 100_000 }, (_, i) => `- &a${i} x`).join('\n'), /YAML of at most 262144/],
    ['kind: train\nkind: sample\n', /the field kind stands twice/],
    ['{"kind": "train", "kind": "sample"}', /the field kind stands twice/],
  ]
  for (const [text, sentence] of cases) {
    const started = performance.now()
    if (sentence) expect(() => read(text)).toThrow(sentence)
    else expect(Object.keys(read(text))).toHaveLength(20_000)
    expect(performance.now() - started).toBeLessThan(process.env.CI ? 20_000 : 8000)
  }
})

it.each([
  ['YAML', YAML],
  ['JSON', JSON_TEXT],
])('%s, changed at random, is read or refused in a sentence', { timeout: 60_000 + 60 * ROUNDS }, (_, sound) => {
  const bytes = new TextEncoder().encode(sound)
  const outcomes = { refused: 0, read: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    try {
      parseRunConfig(read(mutated(bytes, round)))
      outcomes.read++
    } catch (error) {
      if (!(error instanceof Refusal)) throw new Error(`round ${round}: ${String(error)}`, { cause: error })
      outcomes.refused++
    }
  }
  expect(outcomes.refused).toBeGreaterThan(ROUNDS / 10)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})
