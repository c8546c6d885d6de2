/** A data folder with runs in every kind and state, for tests of what the history keeps. */
import Database from 'better-sqlite3'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseRunConfig } from '#contract/parse.ts'
import { EXAMPLE_CONFIGS, type RunKind } from '#contract/run-config.ts'
import { EXAMPLE_SCHEDULE } from '#contract/schedule.ts'
import type { History } from '../history.ts'
import type { NewRun } from '../new-run.ts'
import { type Home, openHome } from '../home.ts'

export const temporaryHome = (): Home => openHome({ ANNEAL_HOME: mkdtempSync(join(tmpdir(), 'anneal history ü#-')) })

export const newRun = (kind: RunKind, more: Partial<NewRun> = {}): NewRun => ({
  name: `${kind} α/β "x"`,
  config: parseRunConfig({ ...EXAMPLE_CONFIGS[kind], seed: 7, tags: ['a', 'b'] }),
  parents: [],
  steps: 100,
  anneal: '0.1.0',
  ...more,
})

/** Schedule -> network -> samples -> evaluation, and a failed, a cancelled and a trashed run beside them. */
export function fillHistory(history: History) {
  const schedule = history.saveSchedule({ name: 'mine', spec: EXAMPLE_SCHEDULE })
  const child = history.saveSchedule({
    name: 'its child',
    spec: { ...EXAMPLE_SCHEDULE, levels: 30 },
    parent: schedule.id,
  })
  const network = history.create(newRun('train', { configText: 'kind: train # by hand\n' }))
  const samples = history.create(
    newRun('sample', {
      parents: [network.id],
      scheduleHash: child.hash,
      schedule: { sigmas: child.sigmas, hash: child.hash },
    }),
  )
  const evaluation = history.create(newRun('evaluate', { parents: [samples.id], first: true }))
  const failed = history.create(newRun('train-classifier'))
  const trashed = history.create(newRun('compare', { parents: [samples.id, 'a run that is gone'] }))
  const at = Date.now()
  for (const { id } of [network, samples, evaluation, failed])
    history.update(id, () => ({ state: 'running', startedAt: at, starts: 1 }))
  for (const first of [1, 26]) {
    const points = Array.from({ length: 25 }, (_, i) => {
      const step = first + i
      return { name: 'loss', step, value: step === 20 ? NaN : 1 / step / 3, at: at + step }
    })
    history.tick(network.id, { step: first + 24, steps: 120, points })
  }
  // As after a resume: steps that were there already, once more.
  history.tick(network.id, { step: 41, steps: 120, points: [{ name: 'loss', step: 41, value: -0, at: at + 99 }] })
  history.tick(samples.id, { step: 64, steps: 100, points: [] })
  history.environment(network.id, {
    anneal: '0.1.0',
    node: 'v24',
    platform: 'linux',
    cpu: 'x',
    backend: 'tensorflow',
    backendVersion: '2.20.0',
    threads: 2,
    devices: ['CPU:0'],
    mode: 'graph',
    precision: 'float32',
    passedOver: [{ candidate: 'gpu', reason: 'none' }],
  })
  history.update(network.id, () => ({ checkpoint: { step: 50, file: 'checkpoints/50.safetensors' } }))
  history.results(evaluation.id, [
    { name: 'frechet', value: 0.1 + 0.2, protocol: { n: 1000, features: 'classifier' } },
    { name: 'share', value: 1e-300, low: 0, high: 1 / 3, confidence: 0.95, protocol: {} },
    { name: 'lost', value: null, protocol: { reason: 'not finite' } },
  ])
  for (const { id } of [network, samples, evaluation])
    history.update(id, () => ({ state: 'finished', endedAt: at + 1000 }))
  history.update(failed.id, () => ({ state: 'failed', reason: 'The loss is not finite.', endedAt: at + 1 }))
  history.update(trashed.id, () => ({ state: 'cancelled', endedAt: at + 1 }))
  history.edit(trashed.id, { name: 'renamed', tags: [], notes: 'two\nlines', trashed: true })
  history.log(network.id, 'info', 'one\ntwo')
  return { schedule, child, network, samples, evaluation, failed, trashed }
}

/** Every row of every table, in order. */
export function dump(home: Home): Record<string, unknown[]> {
  const db = new Database(home.database, { readonly: true })
  const tables = db
    .prepare(`select name from sqlite_schema where type = 'table' order by name`)
    .pluck()
    .all() as string[]
  const rows = tables.map((table) => {
    const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
    return [table, db.prepare(`select * from ${table} order by ${columns.join(', ')}`).all()]
  })
  db.close()
  return Object.fromEntries(rows)
}
