import { describe, expect, it } from 'vitest'
import { resolveLevels, type ScheduleSpec } from '../sequences.ts'
import { diagnose } from './doctor.ts'
import type { Patient } from './findings.ts'

const codes = (patient: Patient) => diagnose(patient).map(({ code, level }) => `${level}: ${code}`)
const euler = (sigmas: number[], more: Partial<Patient> = {}) => codes({ sigmas, sampler: 'euler', ...more })
const on = (family: string, levels: number, more: object = {}) =>
  resolveLevels({ family, levels, table: 'scaled-linear', ...more } as unknown as ScheduleSpec).sigmas

/** AUTOMATIC1111/stable-diffusion-webui#2794, as it was printed. */
const PRINTED = [
  14.6116, 11.4338, 9.0777, 7.3021, 5.949, 4.9028, 4.0869, 3.4386, 2.9182, 2.4957, 2.1488, 1.8592, 1.616, 1.408, 1.2278,
  1.0712, 0.932, 0.8083, 0.6952, 0.5911, 0.4938, 0.3994, 0.3062, 0.2033, 0.0313, 0,
]

describe('steps in log sigma', () => {
  it('sees a step many times its neighbours’, and mends it by leaving the last level out', () => {
    const patient: Patient = { sigmas: PRINTED, sampler: 'euler', process: 'vp', dataStd: 1 }
    const [finding] = diagnose(patient)
    expect(finding).toMatchObject({ code: 'uneven-step', level: 'warning' })
    expect(finding.message).toContain('Step 24, 0.2033 to 0.0313, spans 1.871 in ln sigma, 4.569 times')
    expect([...finding.fix!.sigmas!].slice(-2)).toEqual([0.2033, 0])
    expect(euler([...on('sgm-uniform', 25)], { process: 'vp', dataStd: 1 })).not.toContain('warning: uneven-step')
    expect(euler([...on('normal', 25)], { process: 'vp', dataStd: 1 })).toContain('warning: uneven-step')
  })

  it('sees 1e6 to 1 in one step, and 1 to 1e-12', () => {
    expect(euler([1e6, 1, 0])).toContain('warning: huge-step')
    expect(euler([10, 1, 1e-12, 0])).toEqual(expect.arrayContaining(['warning: huge-step', 'warning: vanishing-level']))
    const [finding] = diagnose({ sigmas: [3, 1, 0.3, 1e-12, 0], sampler: 'euler' }).filter(
      ({ code }) => code === 'vanishing-level',
    )
    expect([...finding.fix!.sigmas!]).toEqual([3, 1, 0.3, 0])
  })

  it('says nothing of smooth curves, of one level, and of the first step from infinite noise', () => {
    for (const family of [
      'karras',
      'exponential',
      'kl-optimal',
      'sgm-uniform',
      'simple',
      'trailing',
      'align-your-steps',
    ])
      expect(euler([...on(family, 20), 0], { process: 'vp', dataStd: 1 })).not.toContain('warning: uneven-step')
    expect(euler([20])).toEqual(['warning: last-step-jumps'])
    const zeroSnr = on('trailing', 20, {
      table: { name: 'linear', zeroTerminalSnr: true, terminal: 'alpha-bar-2^-24' },
    })
    expect(euler([...zeroSnr, 0], { process: 'vp', dataStd: 1 }).join()).not.toMatch(/uneven|huge|vanishing/)
  })
})

describe('a table', () => {
  const table = 'scaled-linear' as const
  it('says where its timesteps end', () => {
    expect(euler([14.6, 1, 0.01], { table, dataStd: 1 })).toContain('warning: outside-table')
    expect(euler([30, 5, 0.0292], { table, dataStd: 1 })).toContain('warning: above-training')
    expect(euler([14.6146, 1, 0.0292], { table, dataStd: 1 })).not.toContain('warning: outside-table')
  })
  it('says that leading never reaches its last', () => {
    expect(euler([...on('leading', 10)], { table, dataStd: 1 })).toContain('warning: starts-too-low')
    expect(euler([...on('trailing', 10)], { table, dataStd: 1 })).not.toContain('warning: starts-too-low')
  })
  it('sees two levels that round to one timestep', () => {
    expect(euler([...on('karras', 100)], { table, dataStd: 1 })).toContain('note: same-timestep')
    expect(euler([...on('simple', 100)], { table, dataStd: 1 })).not.toContain('note: same-timestep')
  })
  it('sees infinite terminal sigma with an eps network, and what a v network needs', () => {
    const sigmas = [Infinity, 10, 1]
    expect(euler(sigmas, { process: 'vp', parametrisation: 'eps' })).toEqual(['error: infinite-terminal'])
    const [finding] = diagnose({ sigmas, sampler: 'euler', process: 'vp', parametrisation: 'v' })
    expect(finding.fix!.sigmas![0]).toBeCloseTo(4096, 3)
  })
})

it('sees a flow that starts above t = 1', () => {
  expect(codes({ sigmas: [1.00033, 0.75, 0.5, 0.25, 0], sampler: 'euler', process: 'flow' })).toEqual([
    'error: time-above-1',
  ])
  expect(codes({ sigmas: [1, 0.75, 0.5, 0.25, 0], sampler: 'euler', process: 'flow' })).toEqual([])
})
