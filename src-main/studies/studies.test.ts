/** The shelf as it ships, the rule on it, and one small study from its file to its verdict. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Difference } from '#contract/measures.ts'
import { parseStudy } from '#contract/study-file.ts'
import { openHome } from '#history/home.ts'
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import { resourcesFolder } from '#program/folders.ts'
import { openRunService, type RunService } from '#runs/run-service.ts'
import { openSweepService, type SweepService } from '#sweeps/sweep-service.ts'
import { judgeStudy } from './judge-study.ts'
import { ownFolder, readResult, shippedFolder } from './result-files.ts'
import { needTier, pauseRuns, runStudy } from './run-study.ts'
import { findStudy, refuseNameOfShelf, shelfOf } from './shelf.ts'
import { studyText } from './study-text.ts'
import { viewOf } from './study-view.ts'

const resources = resourcesFolder()

describe('the shelf', () => {
  const shelf = shelfOf(resources)
  it('is sound, each study once, with its published numbers', () => {
    const ids = shelf.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(
      expect.arrayContaining([
        'ncsn-sigma1',
        'ncsn-sequences',
        'ncsn-unbalanced',
        'ncsn-toys',
        'ncsn-evolution',
        'ncsn-parameters',
      ]),
    )
  })

  it.each(shelf.map((study) => [study.id, study] as const))(
    '%s: what ships was run by this version of it',
    (_, study) => {
      for (const name of ['toy', 'evening'] as const) {
        const result = readResult(shippedFolder(resources), study, name)
        if (!result) continue
        const tier = study.tiers[name]!
        expect(result.arms.map((arm) => arm.name)).toEqual(tier.arms.map((arm) => arm.name))
        expect(result.shown).toEqual(tier.shown)
        expect(result.comparisons.map(({ spec }) => spec)).toEqual(tier.compare)
        // The verdict that stands there is what the rule makes of the numbers that stand there.
        const answers = result.comparisons.map(({ difference, missing }) => difference ?? { missing: missing! })
        expect(judgeStudy(tier, answers).verdict).toBe(result.verdict)
        expect(result.runs.every(({ config }) => config !== null)).toBe(true)
      }
    },
  )

  it('offers the nearest name', () => {
    expect(() => findStudy('ncsn-sigma', resources)).toThrow('Did you mean ncsn-sigma1?')
  })

  it('gives its names to no changed copy', () => {
    const study = findStudy('ncsn-toys', resources)
    const ask = (change: object) => () => refuseNameOfShelf({ ...study, ...change }, 'mine.yaml', resources)
    expect(ask({})).not.toThrow()
    expect(ask({ claim: 'Another.' })).toThrow('mine.yaml: id: version 1 of ncsn-toys is on the shelf')
    expect(ask({ claim: 'Another.', id: 'mine' })).not.toThrow()
    expect(ask({ claim: 'Another.', version: 99 })).not.toThrow()
  })

  it('says of a tier that is not there whether it is planned', () => {
    expect(() => needTier(findStudy('ncsn-sigma1', resources), 'paper')).toThrow('is planned only')
    expect(() => needTier(findStudy('ncsn-toys', resources), 'paper')).toThrow('paper of ncsn-toys is not there')
  })
})

describe('the rule', () => {
  const difference: Difference = {
    estimate: 3,
    low: 2,
    high: 4,
    confidence: 0.95,
    pValue: 1e-4,
    scale: 10,
    evidence: 'noise',
    n: 300,
    method: '',
  }
  const of = { measure: 'spread' } as const
  const compare = [{ name: 'a', of, first: 'x', second: 'y', sign: 1 as const, published: [2, 1] as [number, number] }]
  it('reads the published relative size off both numbers', () => {
    expect(judgeStudy({ compare }, [difference]).verdict).toBe('found again')
    expect(judgeStudy({ compare }, [{ ...difference, estimate: -3, low: -4, high: -2 }]).verdict).toBe('reversed')
    // 2/3 of the scale is 6.67: an interval below it excludes the published effect.
    expect(judgeStudy({ compare }, [{ ...difference, pValue: 0.5, low: -1, high: 6.6 }]).verdict).toBe('not found')
    expect(judgeStudy({ compare }, [{ ...difference, pValue: 0.5, low: -1, high: 6.7 }]).verdict).toBe(
      'too little evidence',
    )
  })
  it('takes no size from numbers that have none', () => {
    const none = [{ ...compare[0], published: [0, 0] as [number, number] }]
    const open = { ...difference, pValue: 0.5, low: -1, high: 6 }
    expect(judgeStudy({ compare: none }, [open]).verdict).toBe('too little evidence')
  })
  it('says what is missing', () => {
    const { verdict, comparisons } = judgeStudy({ compare }, [{ missing: 'no run of y has finished' }])
    expect(verdict).toBe('too little evidence')
    expect(comparisons[0]).toMatchObject({ finding: 'missing', missing: 'no run of y has finished' })
  })
})

describe('a small study', () => {
  let runs: RunService
  let sweeps: SweepService
  let home: string
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'anneal-study-'))
    runs = openRunService({ home: openHome({ ANNEAL_HOME: home }), resources, engineEnvironment, version: 'test' })
    sweeps = openSweepService({ runs, work: 'own', findFinished: async () => null })
  })
  afterAll(async () => {
    await sweeps.close()
    await runs.close()
    rmSync(home, { recursive: true })
  })
  const sample = {
    kind: 'sample',
    score: {
      name: 'mixture',
      weights: [1, 3],
      means: [
        [0, 0],
        [4, 4],
      ],
      std: 0.5,
    },
    schedule: { family: 'karras', levels: 14, sigma_max: 400, sigma_min: 0.05 },
    sampler: { name: 'heun' },
    n: 400,
  }
  const share = {
    measure: 'component',
    means: [
      [0, 0],
      [4, 4],
    ],
    of: 0,
  } as const
  const study = parseStudy({
    kind: 'study',
    id: 'small',
    source: 'ncsn-report',
    title: 'Weights of a mixture',
    claim: 'A short range finds the weights as well as a long one.',
    published: { where: 'here', columns: ['sigma_1', 'share'], rows: [[20, 0.25]] },
    tiers: {
      toy: {
        says: 'Exact score.',
        minutes: 1,
        sweep: { steps: { draw: sample }, vary: { 'draw.start_std': [400, 0.01] } },
        arms: [
          { name: 'wide', step: 'draw', where: { 'draw.start_std': 400 } },
          { name: 'narrow', step: 'draw', where: { 'draw.start_std': 0.01 } },
        ],
        shown: [share, { measure: 'result', result: 'nfe' }, { measure: 'left-noise' }],
        compare: [
          { name: 'wide is not half', of: share, first: 'wide', second: 0.5, sign: -1, published: [0.25, 0.5] },
          { name: 'narrow less wide', of: share, first: 'narrow', second: 'wide', sign: 0 },
        ],
      },
    },
  })

  const optionsWith = (onSweep: (sweep: { id: string; finished: number }) => void) => ({
    sweeps,
    from: { history: runs.history, resources },
    version: 'test',
    environment: engineEnvironment,
    signal: new AbortController().signal,
    onSweep,
    onMeasure: () => {},
  })

  it('judges nothing while its sweep is paused by another hand', async () => {
    const asked = runStudy(
      study,
      'toy',
      optionsWith(({ id }) => pauseRuns(sweeps, id)),
    )
    await expect(asked).rejects.toThrow('Sweep 1 of small is paused, so nothing was measured. Run the study again')
    expect(readResult(ownFolder(home), study, 'toy')).toBeNull()
  })

  it('goes on with that sweep, measures its arms and keeps its verdict', async () => {
    const stages: string[] = []
    const options = optionsWith(({ finished }) => void stages.push(`${finished} finished`))
    const result = (await runStudy(study, 'toy', { ...options, command: 'anneal study run small.yaml tier=toy' }))!
    const all = sweeps.list()
    expect(all.map(({ state }) => state)).toEqual(['finished'])
    // Stopped while it measures, a study has nothing to pause.
    expect(() => pauseRuns(sweeps, all[0].id)).not.toThrow()
    expect(result.command).toBe('anneal study run small.yaml tier=toy')
    expect(result.verdict).toBe('found again')
    const [wide] = result.arms
    expect(wide.values[0]).toMatchObject({ n: 400 })
    expect((wide.values[0] as { value: number }).value).toBeGreaterThan(0.18)
    expect((wide.values[0] as { value: number }).value).toBeLessThan(0.32)
    expect(wide.values[1]).toMatchObject({ value: 27 })
    expect(wide.values[2]).toEqual({ missing: 'This study names no reference.' })
    expect(result.comparisons[1]).toMatchObject({ finding: 'reported', difference: { method: "McNemar's exact test" } })
    expect(result.runs.map(({ state }) => state)).toEqual(['finished', 'finished'])
    expect(readResult(ownFolder(home), study, 'toy')).toEqual(result)
    expect(viewOf(study, { home, resources }).tiers.toy).toMatchObject({
      runs: 2,
      evaluations: 2 * 400 * 27,
      own: { verdict: 'found again' },
    })
    expect(studyText(study, result)).toMatch(/\*\*Found again: every[\s\S]*\| wide is not half \| -0\.2\d+ \[/)
    expect(stages).toContain('2 finished')
  }, 60_000)
})
