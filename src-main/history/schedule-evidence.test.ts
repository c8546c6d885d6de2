/** A fitted schedule keeps what it was fitted to, in its file, through an index that is made anew. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Calibration } from '#contract/calibration.ts'
import { openHistory } from './history.ts'
import { openHome } from './home.ts'

const folder = mkdtempSync(join(tmpdir(), 'anneal-evidence-'))
afterAll(() => rmSync(folder, { recursive: true }))

const interval = { value: 1, low: 0.9, high: 1.2 }
const difference = { value: -0.5, low: -0.6, high: -0.4, p: 0.0005 }
const evidence: Calibration = {
  method: 'oss',
  sigmas: [2, 1],
  error: interval,
  karras: { ...interval, sigmas: [2, 0.1], difference },
  current: null,
  teacher_error: 0.01,
  limits: [],
  rows: [{ method: 'oss', sigmas: [2, 1], error: interval, difference, chosen_on: 1, seconds: 3 }],
  score: { says: 'mnist-unet', hash: 'abc', data_range: [0, 1] },
  sampler: { name: 'euler' },
  levels: 2,
  nfe: 2,
  n: 64,
  batch: 32,
  teacher: { levels: 48, nfe: 95 },
  seed: 0,
  seconds: 40,
}

it('is read back whole, is no part of a list, and survives a rebuilt index', () => {
  const history = openHistory(openHome({ ANNEAL_HOME: folder }))
  const spec = { family: 'list', sigmas: [2, 1], data_range: [0, 1] }
  const saved = history.saveSchedule({ name: 'fitted', spec, evidence })
  expect(history.read.schedule(saved.id).evidence).toEqual(evidence)
  expect(history.read.schedules()[0]).not.toHaveProperty('evidence')
  history.rebuild()
  expect(history.read.schedule(saved.id).evidence).toEqual(evidence)
  history.close()
})
