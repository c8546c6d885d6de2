import { expect, it } from 'vitest'
import type { DatasetDistances } from '#contract/dataset-card.ts'
import type { Api } from '#contract/requests.ts'
import { overlapCurve, varianceCurve } from './advice-curves.ts'
import { AdvisorStudy } from './advisor-study.svelte.ts'

const MEASURED: DatasetDistances = {
  distances: {
    max: 17,
    upperBound: 17,
    exact: true,
    compared: 9,
    quantiles: { median: 10, q90: 12, q99: 13, max: 15 },
    sampled: 20_000,
  },
  dataStd: 0.31,
  dimension: 784,
  n: 60_000,
  seconds: 5,
}

const studyOf = (asked: unknown[] = []) =>
  new AdvisorStudy({
    request: async (name: string, input: unknown) => {
      asked.push([name, input])
      if (name === 'datasets/distances' && (input as { id: string }).id === 'none')
        return { ok: false, error: { code: 'not-found', message: 'There is no data set none.' } }
      return { ok: true, value: name === 'datasets/distances' ? MEASURED : {} }
    },
  } as unknown as Api)

it('measures a data set once; wishes change the advice without another request', async () => {
  const asked: unknown[] = []
  const study = studyOf(asked)
  expect(study.advice).toBeNull()
  await study.measure('mnist')
  await study.measure('mnist')
  expect(asked).toHaveLength(1)
  const first = study.advice?.ok ? study.advice.value : null
  expect(first?.sigmaMax.value).toBe(17)
  study.range = '[-1, 1]'
  const wide = study.advice?.ok ? study.advice.value : null
  expect([wide?.sigmaMax.value, wide?.sigmaMin.value]).toEqual([34, 0.02])
  expect(wide?.levels.value).toBe(first?.levels.value)
  study.inner = 20
  expect(study.advice?.ok && study.advice.value.nfe).toBe(20 * wide!.levels.value)
})

it('saves what it advises as a geometric schedule, and says why where there is no advice', async () => {
  const asked: [string, Record<string, unknown>][] = []
  const study = studyOf(asked)
  await study.measure('mnist')
  if (study.advice?.ok) await study.save(study.advice.value, 'mnist')
  expect(asked[1]).toEqual([
    'schedules/save',
    {
      name: 'advised for mnist',
      spec: { family: 'geometric', levels: expect.any(Number), sigma_max: 17, sigma_min: 0.01, data_range: [0, 1] },
    },
  ])
  await study.measure('none')
  expect(study.advice).toEqual({ ok: false, message: 'There is no data set none.' })
})

it('marks the advice on both of its curves', async () => {
  const study = studyOf()
  await study.measure('mnist')
  const advice = study.advice!.ok ? study.advice!.value : null
  for (const [curve, mark] of [overlapCurve(advice!, 784), varianceCurve(advice!)]) {
    const [at] = mark.points
    const nearest = curve.points.reduce((a, b) => (Math.abs(b.x / at.x - 1) < Math.abs(a.x / at.x - 1) ? b : a))
    expect(nearest.y / at.y).toBeGreaterThan(0.9)
    expect(nearest.y / at.y).toBeLessThan(1.1)
  }
})
