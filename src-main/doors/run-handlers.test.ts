import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { BYTES, type Passport } from '#contract/passport.ts'
import type { Home } from '#history/home.ts'
import { type History, openHistory } from '#history/history.ts'
import { newRun, temporaryHome } from '#history/testing/example-history.ts'
import type { RunService } from '#runs/run-service.ts'
import { runHandlers } from './run-handlers.ts'

let home: Home
let history: History
beforeEach(() => {
  home = temporaryHome()
  history = openHistory(home)
})
afterEach(() => {
  history.close()
  rmSync(home.root, { recursive: true })
})

/** An evaluation of `n` samples whose FID is `fid`. */
function evaluated(n: number, fid: number): string {
  const passport: Passport = {
    features: 'inception',
    network: 'a'.repeat(64),
    resize: 'pytorch-fid',
    scaling: '2 x/255 - 1',
    quantisation: BYTES,
    n: [n, 10_000],
    samples: null,
    reference: 'c'.repeat(64),
    covariance_divisor: 'n - 1',
    interval: null,
  }
  const { id } = history.create(newRun('evaluate'))
  history.results(id, [
    { name: 'fid', value: fid, protocol: { passport } },
    { name: 'copied', value: 0, protocol: {} },
  ])
  return id
}

it('gives a sampling the values of its newest evaluation that is not in the trash, and the settings of each run', async () => {
  const handlers = runHandlers({ history } as RunService)
  const drawn = history.create(newRun('sample'))
  history.results(drawn.id, [{ name: 'nfe', value: 35, protocol: {} }])
  const judged = (distance: number) => {
    const run = newRun('evaluate')
    const { id } = history.create({ ...run, config: { ...run.config, samples: String(drawn.number) } as never })
    history.results(id, [
      { name: 'frechet_distance', value: distance, protocol: {} },
      { name: 'share/0', value: 0.25, protocol: {} },
      { name: 'share/1', value: 0.75, protocol: {} },
    ])
    return id
  }
  judged(3)
  const newest = judged(2)
  const found = async () => (await handlers['runs/results']({})).find(({ id }) => id === drawn.id)
  const shares = { 'share/0': 0.25, 'share/1': 0.75, share_spread: 0.5 }
  expect(await found()).toMatchObject({ judge: 3, values: { nfe: 35, frechet_distance: 2, ...shares } })
  history.update(newest, () => ({ state: 'finished' }))
  history.edit(newest, { trashed: true })
  expect(await found()).toMatchObject({ judge: 2, values: { nfe: 35, frechet_distance: 3, ...shares } })
  const settings = await handlers['runs/settings']({ ids: [drawn.id] })
  expect(settings).toMatchObject([
    { id: drawn.id, settings: { n: 400, 'sampler.name': 'heun', 'schedule.levels': 18 } },
  ])
  expect(await handlers['runs/settings']({})).toHaveLength(3)
})

it('gives the list of runs one name for distances that may be compared, and others for those that may not', async () => {
  const handlers = runHandlers({ history } as RunService)
  const values = async () => Object.fromEntries((await handlers['runs/results']({})).map((one) => [one.id, one.values]))
  const [first, second] = [evaluated(1000, 5), evaluated(1000, 6)]
  expect(await values()).toEqual({ [first]: { fid: 5, copied: 0 }, [second]: { fid: 6, copied: 0 } })
  const third = evaluated(300, 9)
  expect(await values()).toEqual({
    [first]: { 'fid (n 1000)': 5, copied: 0 },
    [second]: { 'fid (n 1000)': 6, copied: 0 },
    [third]: { 'fid (n 300)': 9, copied: 0 },
  })
})
