import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSchedule } from '#contract/parse.ts'
import { toCamel } from '#contract/casing.ts'
import { resolveLevels, type ScheduleSpec } from '../sequences.ts'
import { bring } from './bring.ts'
import { answered } from './brought.ts'

type Known = { config: string; n: number; sigmas: number[] }
const file = join(import.meta.dirname, '..', 'testing', 'diffusers-configs.json')
const known = JSON.parse(readFileSync(file, 'utf8')) as Known[]

const given = (config: object | string, answers: Record<string, unknown>) => {
  const spec = answered(bring(typeof config === 'string' ? config : JSON.stringify(config)), answers)
  return resolveLevels(toCamel(parseSchedule(spec)) as ScheduleSpec)
}
const told = ({ config }: Known) => {
  const {
    _class_name: name,
    timestep_spacing: spacing,
    ...rest
  } = JSON.parse(config.replaceAll('-Infinity', 'null')) as Record<string, unknown>
  const flags = Object.keys(rest).filter((key) => /^(use_|rescale)/.test(key) && rest[key] === true)
  return [name, rest.beta_schedule, spacing, ...flags].filter(Boolean).join(', ')
}

describe.each(known.map((one) => [told(one), one.n, one] as const))('%s, %i steps', (_, n, { config, sigmas }) => {
  it('gives the sigmas that the scheduler prints', () => {
    const levels = given(config, { levels: n })
    const found = config.includes('FlowMatch') ? levels.times! : levels.sigmas
    expect(found).toHaveLength(n)
    // DEIS prints the smallest sigma of the table after them.
    expect([n, n + 1]).toContain(sigmas.length)
    // Its table is made in float32: 1 - alpha-bar has four digits at the clean end. The grids themselves are held to 2e-6 elsewhere.
    sigmas.slice(0, n).forEach((sigma, i) => expect(Math.abs(found[i] / sigma - 1)).toBeLessThan(2e-4))
  })
})

describe('a scheduler_config.json', () => {
  const euler = { _class_name: 'EulerDiscreteScheduler' }
  it('is asked for what it does not hold', () => {
    expect(() => given(euler, {})).toThrow(
      'diffusers’ EulerDiscreteScheduler does not say levels: the number of steps is given when sampling, not there. Add levels=20.',
    )
    const flux = { _class_name: 'FlowMatchEulerDiscreteScheduler', use_dynamic_shifting: true }
    expect(() => given(flux, { levels: 4 })).toThrow(/does not say shift: .* Add shift=1.15\.$/)
    expect(given(flux, { levels: 4, shift: 1.15 }).times![1]).toBeCloseTo(
      (Math.E ** 1.15 * 0.75) / (1 + (Math.E ** 1.15 - 1) * 0.75),
      12,
    )
  })
  it('of a class or a table that is not known is refused with the nearest', () => {
    expect(() => bring('{"_class_name": "EulerDiscretScheduler"}')).toThrow('Did you mean EulerDiscreteScheduler?')
    expect(() => bring('{"_class_name": "LCMScheduler"}')).toThrow(/do not describe its grid: .* bring the list\.$/)
    expect(() => bring(JSON.stringify({ ...euler, beta_schedule: 'exp' }))).toThrow(
      'beta_schedule exp is not known here',
    )
    expect(() => bring(JSON.stringify({ ...euler, timestep_spacing: 'even' }))).toThrow('timestep_spacing must be')
    expect(() => bring(JSON.stringify({ ...euler, beta_start: 'small' }))).toThrow(
      'beta_start of the configuration must be a number',
    )
  })
  it('with a beta of 1 in the middle is refused by its place', () => {
    const betas = [0.1, 0.2, 1, 0.3]
    expect(() => given({ ...euler, trained_betas: betas }, { levels: 2 })).toThrow('Beta 3 is 1')
  })
  it('says what the scheduler does otherwise', () => {
    const notes = (more: object) => bring(JSON.stringify({ ...euler, ...more })).notes.join(' ')
    expect(notes({ final_sigmas_type: 'sigma_min' })).toContain('stops at the smallest sigma')
    expect(notes({ use_karras_sigmas: true, timestep_spacing: 'leading' })).toContain(
      'takes its ends from the timesteps',
    )
    expect(bring('{"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0}').notes[0]).toContain('#13243')
  })
})
