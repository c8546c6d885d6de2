import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isKeptStep, writePreview } from './preview-files.ts'

const keptOf = (steps: number) =>
  Array.from({ length: steps }, (_, i) => i + 1).filter((step) => isKeptStep(step, steps))

it('keeps every step of a short sampling, and forty evenly spread ones of a long one, the last among them', () => {
  expect(keptOf(18)).toHaveLength(18)
  const kept = keptOf(1000)
  expect(kept).toHaveLength(40)
  expect(kept.at(-1)).toBe(1000)
  const gaps = kept.slice(1).map((step, i) => step - kept[i])
  expect([Math.min(...gaps), Math.max(...gaps)]).toEqual([25, 25])
})

it('names a picture by its step and its sigma, where it has one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-previews-'))
  writePreview(folder, { step: 12, sigma: 0.53, png: Uint8Array.of(1) })
  writePreview(folder, { step: 500, sigma: null, png: Uint8Array.of(2) })
  expect([...readFileSync(join(folder, 'previews', 'step-00000012-sigma-0.53.png'))]).toEqual([1])
  expect([...readFileSync(join(folder, 'previews', 'step-00000500.png'))]).toEqual([2])
})
