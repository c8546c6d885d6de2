import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { codeVersion } from '#program/code-version.ts'
import { openTestService, temporaryFolder } from '#runs/testing/open-test-service.ts'
import { openDatasetHashes } from './dataset-hashes.ts'
import { openFinder } from './find-finished.ts'
import { openSweepService } from './sweep-service.ts'

vi.setConfig({ testTimeout: 60_000 })

let folder: string
let open: { close(): Promise<void> }[]
beforeEach(() => {
  folder = temporaryFolder('sweeps')
  open = []
})
afterEach(async () => {
  for (const one of open) await one.close()
  rmSync(folder, { recursive: true, force: true })
})

function services(code: () => string = codeVersion) {
  const runs = openTestService(folder, { runs: 'all' })
  const findFinished = openFinder({ runs, code, hashes: openDatasetHashes(folder) })
  const sweeps = openSweepService({ runs, work: 'all', findFinished })
  open.push(sweeps, runs)
  return { runs, sweeps }
}

const schedule = { family: 'geometric', levels: 4, sigma_max: 1, sigma_min: 0.01 }
const train = (more: object = {}) => ({
  kind: 'train',
  dataset: { name: 'mixture', n: 50 },
  network: { architecture: 'mlp' },
  training: { steps: 6 },
  ...more,
})
const draw = { kind: 'sample', network: '@train', schedule, n: 4 }
const file = (steps: object, vary: object = {}) => ({ kind: 'sweep', name: 'Two trainings', steps, vary })
const TWO = file({ train: train(), draw }, { 'train.seed': [0, 1] })

it('starts each step once what it refers to has finished, and takes what it has run before', async () => {
  const { runs, sweeps } = services()
  const first = await sweeps.follow(sweeps.start(TWO).id)
  expect(first).toMatchObject({ id: '0001-two-trainings', state: 'finished', cells: 4, finished: 4, failed: 0 })
  const { list, table, seeds } = sweeps.get('1')
  const run = (id: string) => runs.history.read.get(list.find((cell) => cell.id === id)!.runId!)
  for (const i of [1, 2]) {
    expect(run(`draw/${i}`).parents).toEqual([run(`train/${i}`).id])
    expect(run(`draw/${i}`).startedAt).toBeGreaterThanOrEqual(run(`train/${i}`).endedAt!)
  }
  expect(run('train/2')).toMatchObject({ seed: 1, name: 'train, seed = 1', tags: ['sweep 1'] })
  expect(table.columns).toEqual(['train.seed', 'train run', 'draw run', 'sum', 'sum low', 'sum high'])
  expect(table.rows.map((row) => row['train.seed'])).toEqual([0, 1])
  expect(table.rows.every(({ sum }) => sum === table.rows[0].sum && typeof sum === 'number')).toBe(true)
  expect(seeds!.rows).toEqual([
    { sum: table.rows[0].sum, 'sum sd': 0, 'sum low': table.rows[0].sum, 'sum high': table.rows[0].sum, n: 2 },
  ])

  await sweeps.follow(sweeps.start(TWO).id)
  expect(sweeps.get('2').list.map(({ reused, run }) => [reused, run])).toEqual(list.map(({ run }) => [true, run]))
  expect(runs.history.read.list()).toHaveLength(4)

  expect(await sweeps.plan(TWO)).toMatchObject({ runs: 0, reused: 4, seconds: 0 })
  const plan = await sweeps.plan(file({ train: train(), other: train({ training: { steps: 6, batch_size: 8 } }) }), {
    fresh: true,
  })
  expect(plan).toMatchObject({ runs: 2, reused: 0, evaluations: 6 * 32 + 6 * 8, unknown: { seconds: ['other'] } })
  const took = [1, 2].map((i) => (run(`train/${i}`).endedAt! - run(`train/${i}`).startedAt!) / 1000)
  expect(plan.steps[0]).toMatchObject({
    basis: expect.stringMatching(/^measured here: .* for each step \(runs 1, 2\)$/),
  })
  expect(plan.steps[0].seconds).toBeCloseTo((took[0] + took[1]) / 2, 6)
  expect(plan.steps[1]).toMatchObject({ seconds: null, basis: 'nothing like it has run here yet: no figure' })

  await sweeps.follow(sweeps.start(file({ train: train() }), { fresh: true }).id)
  expect(sweeps.get('3').list).toMatchObject([{ reused: false, run: 5 }])
})

it('takes no run of other code, other data or other weights', async () => {
  const { runs, sweeps } = services()
  await sweeps.follow(sweeps.start(file({ train: train() })).id)
  const config = { ...train(), seed: 0 }
  const ask = (room: Partial<Parameters<typeof openFinder>[0]>, more: object = {}) =>
    openFinder({ runs, code: codeVersion, hashes: openDatasetHashes(folder), ...room })(
      { ...config, ...more },
      new Set(),
    )
  expect((await ask({}))?.number).toBe(1)
  expect((await ask({}, { name: 'another name', tags: ['a'] }))?.number).toBe(1)
  expect(await ask({}, { seed: 1 })).toBeNull()
  expect(await ask({}, { training: { steps: 7 } })).toBeNull()
  expect(await ask({ code: () => 'other' })).toBeNull()
  expect(await ask({ hashes: async () => 'other' })).toBeNull()
})

it('goes on where a cell fails, says why there is a hole, and tries again when asked', async () => {
  const { runs, sweeps } = services()
  const names = { 'train.name': ['count', 'refuse'] }
  const ended = await sweeps.follow(sweeps.start(file({ train: train(), draw }, names)).id)
  expect(ended).toMatchObject({ state: 'incomplete', finished: 2, failed: 1 })
  const { list, table } = sweeps.get('1')
  expect(list.map(({ state }) => state)).toEqual(['finished', 'failed', 'finished', 'blocked'])
  expect(list[3].reason).toMatch(/^train \(train\.name = refuse\) is failed: The loss is not finite at step 3\./)
  expect(table.reasons).toMatchObject([{ row: 1, reason: expect.stringMatching(/^draw: blocked\. train/) }])

  await sweeps.follow(sweeps.act('1', 'retry').id)
  expect(runs.history.read.list().map(({ state }) => state)).toEqual(['failed', 'finished', 'failed', 'finished'])
  expect(sweeps.get('1').list[1].run).toBe(4)
  expect(() => sweeps.act('1', 'resume')).toThrow(/Sweep 1 is incomplete and cannot be resumed\. Retry/)
})

it('pauses, resumes and cancels as a whole', async () => {
  const { runs, sweeps } = services()
  const long = file({ train: train({ training: { steps: 40 } }) }, { 'train.seed': [0, 1, 2] })
  const { id } = sweeps.start(long)
  await until(() => runs.history.read.open().length > 0)
  sweeps.act(id, 'pause')
  expect((await sweeps.follow(id)).state).toBe('paused')
  const before = sweeps.get(id).finished
  expect(before).toBeLessThan(2)
  await sleep(400)
  expect(sweeps.get(id).finished).toBe(before)
  expect(runs.history.read.queue()).toEqual([])

  sweeps.act(id, 'resume')
  await until(() => sweeps.get(id).finished > before)
  sweeps.act(id, 'cancel')
  expect((await sweeps.follow(id)).state).toBe('cancelled')
  expect(runs.history.read.open()).toEqual([])

  sweeps.act(id, 'resume')
  expect(await sweeps.follow(id)).toMatchObject({ state: 'finished', finished: 3 })
  expect(runs.history.read.list()).toHaveLength(3)
})

it('writes nothing of a sweep that is refused', () => {
  const { runs, sweeps } = services()
  const vary = { 'draw.schedule.sigma_max': [1, 0.001] }
  expect(() => sweeps.start(file({ draw: { ...draw, network: 'none' } }))).toThrow(
    /^steps\.draw: network: there is no model none/,
  )
  expect(() => sweeps.start(file({ train: train(), draw }, vary))).toThrow(Refusal)
  expect(existsSync(join(folder, 'sweeps'))).toBe(false)
  expect(readdirSync(join(folder, 'runs'))).toEqual([])
  expect(runs.history.read.list()).toEqual([])
  expect(() => sweeps.get('7')).toThrow('There is no sweep 7. `anneal sweep list` lists those there are.')
})

async function until(met: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !met(); await sleep(20))
    if (Date.now() > end) throw new Error('waited too long')
}
