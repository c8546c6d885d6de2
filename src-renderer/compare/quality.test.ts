import { describe, expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { EXAMPLE_RUN, type Result, type RunDetail } from '#contract/run.ts'
import type { Compared } from './comparison.svelte.ts'
import { duels, metricNames, qualityCurves, sameNoise } from './quality.ts'

let number = 0
function compared(
  change: { schedule?: object; sampler?: object; seed?: number; network?: string; noise?: string; more?: object },
  nfe: number,
  fd: number | null,
): Compared {
  const { schedule = {}, sampler = { name: 'heun' }, seed = 0, noise = `hash ${seed}` } = change
  const more = change.more ?? { network: change.network ?? 'mnist-unet' }
  const config = parseRunConfig({
    kind: 'sample',
    schedule: { family: 'karras', levels: 18, sigma_max: 80, sigma_min: 0.002, ...schedule },
    sampler,
    seed,
    ...more,
  })
  const result = (name: string, value: number | null, protocol = {}): Result => ({ name, value, protocol })
  const results = [result('nfe', nfe), result('noise', null, { hash: noise })]
  const run: RunDetail = {
    ...EXAMPLE_RUN,
    id: `id-${++number}`,
    number,
    seed,
    config,
    results,
    environment: null,
    files: [],
    remarks: [],
  }
  return {
    run,
    evaluation: fd === null ? [] : [result('frechet_distance', fd)],
    judge: null,
    judgeRemarks: [],
    sheet: null,
    losses: [],
  }
}

describe('quality curves', () => {
  it('are one for each schedule and sampler, its points averaged over seeds', () => {
    const curves = qualityCurves(
      [
        compared({ seed: 0 }, 35, 2),
        compared({ seed: 1 }, 35, 4),
        compared({ schedule: { levels: 6 } }, 11, 9),
        compared({ schedule: { family: 'geometric' } }, 35, 5),
        compared({ sampler: { name: 'euler' } }, 18, 7),
        compared({ schedule: { family: 'linear' } }, 35, null),
      ],
      'frechet_distance',
    )
    expect(curves.map(({ label }) => label)).toEqual(['karras, heun', 'geometric, heun', 'karras, euler'])
    expect(curves[0].points.map(({ x, y }) => [x, y])).toEqual([
      [11, 9],
      [35, 3],
    ])
    // t of one degree of freedom at 0.975 is 12.706; the standard error of 2 and 4 is 1.
    expect(curves[0].points[1].high! - 3).toBeCloseTo(12.706, 3)
    expect(curves[0].points[0].low).toBeUndefined()
  })
  it('name what differs where two would bear one name', () => {
    const curves = qualityCurves(
      [compared({}, 35, 2), compared({ schedule: { sigma_max: 20 } }, 35, 3)],
      'frechet_distance',
    )
    expect(curves.map(({ label }) => label)).toEqual([
      expect.stringContaining('sigma_max 80'),
      expect.stringContaining('sigma_max 20'),
    ])
  })
  it('take no two exact scores or corruptions for one', () => {
    const under = (score: string, padding: string) => ({
      schedule: { family: 'joint', levels: 5, sigma_max: 0.1, sigma_min: 0.01, corruption_max: 1 },
      sampler: { name: 'momentum' },
      more: { score: { name: score }, corruption: { name: 'gaussian-blur', padding } },
    })
    const runs = [under('empirical', 'zero'), under('gaussian', 'zero'), under('empirical', 'periodic')]
    const curves = qualityCurves(
      runs.map((run) => compared(run, 4, 2)),
      'frechet_distance',
    )
    expect(curves.map(({ points }) => points[0].seeds.length)).toEqual([1, 1, 1])
    expect(curves[1].label).toContain('score.name gaussian')
    expect(curves[2].label).toContain('corruption.padding periodic')
  })
})

it('tests two curves against each other seed by seed, where they share at least two seeds', () => {
  const runs = [0, 1, 2].flatMap((seed) => [
    compared({ seed }, 35, 2 + seed),
    compared({ seed, schedule: { family: 'geometric' } }, 35, 3 + 1.5 * seed),
  ])
  const [duel, ...others] = duels(qualityCurves(runs, 'frechet_distance'))
  expect(others).toEqual([])
  // Differences -1, -1.5, -2: mean -1.5, sd 0.5, t = -1.5/(0.5/sqrt 3) = -5.196; p of two degrees of freedom 0.0351.
  expect(duel).toMatchObject({ nfe: 35, seeds: 3, difference: -1.5 })
  expect(duel.pValue).toBeCloseTo(0.0351, 4)
  expect(duels(qualityCurves(runs.slice(0, 2), 'frechet_distance'))).toEqual([])
})

it('marks runs that began with the same noise, by its hash alone', () => {
  const runs = [compared({ noise: 'a' }, 1, 1), compared({ noise: 'b' }, 1, 1), compared({ noise: 'a' }, 1, 1)]
  expect(sameNoise(runs).map((group) => group.map(({ run }) => run.id))).toEqual([[runs[0].run.id, runs[2].run.id]])
})

it('offers the distance first and no shares', () => {
  const one = compared({}, 35, 2)
  const evaluation = [
    { name: 'share/0', value: 1, protocol: {} },
    { name: 'copied', value: 0, protocol: {} },
    ...one.evaluation,
  ]
  expect(metricNames([{ ...one, evaluation }])).toEqual(['frechet_distance', 'copied'])
})
