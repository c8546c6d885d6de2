import { expect, it } from 'vitest'
import type { Api, Reply, RequestName } from '#contract/requests.ts'
import { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { answerOf, type Answered } from '../worker/tasks.ts'
import type { Ask } from '../worker/worker-door.ts'
import { curvesOf, sentenceOfDemand } from './demand-curves.ts'
import { LEAGUE_TASKS } from './league-tasks.ts'
import { sentenceOf } from './league-lines.ts'
import { LeagueStudy } from './league-study.svelte.ts'

const here: Ask = async (name, question) => answerOf(name, structuredClone(question)) as Answered<never>
const span = (value: number) => ({ value, low: value - 1, high: value + 1 })
const CALIBRATED = {
  score: { says: 'a network', hash: '', data_range: [0, 1] },
  rows: [{ method: 'gits', sigmas: [8, 1], error: span(3) }],
  karras: { ...span(4), sigmas: [8, 0.5] },
}

function opened() {
  const asked: [RequestName, unknown][] = []
  const api = {
    subscribe: () => () => {},
    request: async (name: RequestName, question: unknown) => {
      asked.push([name, question])
      return { ok: true, value: CALIBRATED } as unknown as Reply<never>
    },
  } as unknown as Api
  const study = new LeagueStudy(api, new SpectrumChoice(api), { quick: here, long: { ask: here, stop: () => {} } })
  return { study, asked }
}

it('is one table of every grid, sampler and score, least first by what is asked', async () => {
  const { study, asked } = opened()
  study.levels = 4
  study.toggle('heun', ['euler', 'heun', 'dpmpp2m'])
  expect(study.samplers).toEqual(['euler', 'dpmpp2m'])
  await study.judge(study.spectrum.spectrum!)
  expect(study.lines).toHaveLength(28)
  for (const by of ['kl', 'w2'] as const) {
    study.by = by
    expect(study.lines.every((line, i, all) => i === 0 || line[by]! >= all[i - 1][by]!)).toBe(true)
  }
  expect(sentenceOf(study.lines, 'w2')).toMatch(/euler, Gaussian of .*: optimised-w2 .*, Karras/)

  await study.measure({ network: 'n' }, 'a network')
  expect(asked.map(([name]) => name)).toEqual(['models/calibrate', 'models/calibrate'])
  expect(study.by).toBe('end-point')
  const measured = study.lines.filter(({ interval }) => interval)
  expect(measured.map(({ sampler, grid, endPoint }) => [sampler, grid, endPoint])).toEqual([
    ['euler', 'gits', 3],
    ['dpmpp2m', 'gits', 3],
    ['euler', 'karras-7', 4],
    ['dpmpp2m', 'karras-7', 4],
  ])
  // judged anew, what was measured stays
  await study.judge(study.spectrum.spectrum!)
  expect(study.lines).toHaveLength(32)
  expect(study.busy).toBeNull()
})

it('says which eigenvalues ask for which steps', () => {
  const demand = LEAGUE_TASKS['league/demand']({
    spectrum: [100, 1, 0.01],
    levels: 11,
    sigmaMax: 80,
    sigmaMin: 0.002,
    stepping: 'euler',
    objective: 'w2',
  })
  const curves = curvesOf(demand)
  expect(curves.map(({ label }) => label)).toEqual(['all', expect.any(String), expect.any(String), expect.any(String)])
  expect(sentenceOfDemand(demand)).toMatch(/λ from 15.* to 100 asks for .* % of the steps, most near σ = /)
})
