import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sigmaSequence, type ScheduleSpec } from '../sequences.ts'
import { adviseSteps } from '../advised-steps.ts'
import type { Patient } from './findings.ts'
import { followed } from './followed.ts'
import { effectOf } from './gaussian-law.ts'
import { judge } from './judgement.ts'

/** Isotropic data of deviation .3 in 784 dimensions, as far apart as MNIST's. */
const data = { dimension: 784, largestDistance: 16.9, dataStd: 0.3, spectrum: { values: [0.09], weights: [784] } }
const along = (family: string, sigmaMax: number, rest: Partial<Patient> = {}): Patient => {
  const requested = { family, levels: 18, sigmaMax, sigmaMin: 0.01, ...(family === 'karras' && { rho: 7 }) }
  const sigmas = sigmaSequence(requested as unknown as ScheduleSpec)
  return { sigmas, sampler: 'heun', dataRange: [0, 1], requested: requested as never, ...data, ...rest }
}
const PUBLISHED = { sampler: 'langevin', langevin: { eps: 6.2e-6, inner: 5 } } as const
const serious = (patient: Patient) => judge(patient).findings.filter(({ level }) => level !== 'note').map(({ code }) => code) // prettier-ignore
const stateOf = (patient: Patient, name: string) => judge(patient).areas.find((area) => area.name === name)?.state

describe('the judgement by the law of the sampler', () => {
  it('says of one Heun step from 3 to .01 what its formula leaves: half of the noise', () => {
    const [s, from, to] = [0.3, 3, 0.01]
    const effect = effectOf({ ...along('karras', 3), sigmas: [from, to] }, Float64Array.of(from, to))
    // D(x) = x s^2/(s^2 + sigma^2): both stages by hand, then Euler's step to 0.
    const slope = (sigma: number) => sigma / (s * s + sigma * sigma)
    const predicted = 1 + (to - from) * slope(from)
    const corrected = 1 + ((to - from) / 2) * (slope(from) + slope(to) * predicted)
    const last = corrected * (1 - to * slope(to))
    expect(effect).toMatchObject({ noise: expect.closeTo(from * last - s, 10) })
  })

  it('flags the list that gives noise, tells the step, and is sound once its fix is followed', () => {
    const linear = along('linear', 50)
    expect(serious(linear)).toContain('noise-left')
    const { patient, labels } = followed(linear)
    expect(labels[0]).toMatch(/^Karras, 18 levels, 50 to 0.01/)
    expect(serious(patient)).toEqual([])
  })

  it('flags the published Langevin steps on eighteen levels, and mends them for the curve as it is', () => {
    const geometric = along('geometric', 17, PUBLISHED)
    expect(serious(geometric)).toContain('noise-left')
    const { patient, labels } = followed(geometric)
    expect(labels).toEqual([`27 steps at each level, eps = ${patient.langevin!.eps}`])
    expect(Array.from(patient.sigmas)).toEqual(Array.from(geometric.sigmas))
    expect(patient.langevin).toMatchObject({ inner: 27, eps: adviseSteps(geometric.sigmas).eps })
    expect(serious(patient)).toEqual([])
  }) // prettier-ignore

  it('starts at the largest distance where .5 is asked for, whatever the sampler', () => {
    for (const rest of [{}, PUBLISHED]) {
      const small = along('geometric', 0.5, rest)
      expect(serious(small)).toContain('sigma-1-below-distance')
      const { patient } = followed(small)
      expect(patient.sigmas[0]).toBeGreaterThanOrEqual(16.9)
      expect(serious(patient)).toEqual([])
    }
  })
})

describe('what was looked at', () => {
  it('is never sound where it could not be', () => {
    const { spectrum: _, largestDistance: _far, dimension: _d, ...bare } = along('karras', 50)
    expect(judge(bare).areas.map(({ state }) => state)).toEqual(['sound', 'unchecked', 'unchecked', 'unchecked', 'unchecked'])
    expect(stateOf(along('karras', 50), 'Size of the steps')).toBe('sound')
    expect(stateOf(along('karras', 50, { sampler: 'ancestral' }), 'Size of the steps')).toBe('unchecked')
    expect(stateOf(along('geometric', 17, { sampler: 'langevin' }), 'Size of the steps')).toBe('unchecked')
  }) // prettier-ignore

  it('leaves the rows of a network out for an exact score', () => {
    const names = judge(along('karras', 50), { network: false }).areas.map(({ name }) => name)
    expect(names).toEqual(['Order and ends of the list', 'Largest sigma against the data', 'Size of the steps'])
  })

  it('has a row for every finding that the doctor can make', () => {
    const folder = new URL('.', import.meta.url)
    const checks = readdirSync(folder).filter((file) => file.endsWith('-checks.ts') && file !== 'curve-checks.ts')
    const codes = checks.flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/code: (?:\w+ \? )?'([a-z0-9-]+)'(?: : '([a-z0-9-]+)')?/g)].flatMap(
        ([, one, other]) => (other ? [one, other] : [one]),
      ),
    ) // prettier-ignore
    expect(codes.length).toBeGreaterThan(20)
    const rows = readFileSync(new URL('judgement.ts', folder), 'utf8')
    expect(codes.filter((code) => !rows.includes(`'${code}'`))).toEqual([])
  })
})
