import { describe, expect, it } from 'vitest'
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { processOfSchedule } from './process-levels.ts'
import { scheduleLevels } from './schedule-levels.ts'
import { sigmaSequence, type ScheduleSpec } from './sequences.ts'

const vp = { family: 'vp-linear', beta_min: 0.1, beta_max: 20 }
const read = (given: object) => toCamel(parseSchedule({ family: 'process', levels: 5, ...given }))

describe('a grid of times over a process', () => {
  it('has `levels` points from the end of the process to eps, its noise as sigma/alpha', () => {
    const levels = scheduleLevels(read({ process: vp }))
    levels.forEach(({ t }, k) => expect(t).toBeCloseTo([1, 0.75025, 0.5005, 0.25075, 0.001][k], 12))
    levels.forEach(({ sigma, t }) => expect(sigma).toBeCloseTo(Math.sqrt(Math.expm1(0.1 * t! + 9.95 * t! ** 2)), 9))
    expect(processOfSchedule(read({ process: vp }))?.family).toBe('vp-linear')
    expect([...sigmaSequence(read({ process: vp }) as ScheduleSpec)]).toEqual(levels.map(({ sigma }) => sigma))
  })

  it('is even in the coordinate that is named, and ends where it is told', () => {
    const levels = scheduleLevels(read({ process: vp, grid: 'geometric', eps: 0.01, t_max: 0.5 }))
    expect([levels[0].t, levels[4].t]).toEqual([0.5, 0.01])
    const ratios = levels.slice(1).map(({ sigma }, i) => sigma / levels[i].sigma)
    ratios.forEach((ratio) => expect(ratio).toBeCloseTo(ratios[0], 9))
  })

  it('gives half of its steps to each phase of a dilated interpolant', () => {
    const linear = { family: 'interpolant-linear', d: 900 }
    const times = (process: object) => {
      const schedule = { process, grid: 'dilated', kappa: 3, levels: 9, eps: 1e-9 }
      return scheduleLevels(read(schedule)).map(({ t }) => t!)
    }
    // r = 3/30: VP lingers near tau = 0, that is t = 1, VE near t = 0
    expect(times({ ...linear, variance: 1 }).filter((t) => t > 0.89)).toHaveLength(5)
    expect(times({ ...linear, variance: 'd' }).filter((t) => t < 0.11)).toHaveLength(5)
  })

  it.each<[object, string]>([
    [{ process: { ...vp, family: 'vp-polynomial' } }, 'process.rho'],
    [{ process: vp, eps: 0 }, 'schedule.eps'],
    [{ process: vp, eps: 1 }, 'schedule.eps'],
    [{ process: { family: 'rectified-flow' }, t_max: 1 }, 'schedule.t_max'],
    [{ process: vp, t_max: 2 }, 'schedule.t_max'],
    [{ process: vp, grid: 'dilated', kappa: 3 }, 'schedule.grid'],
    [{ process: { family: 'interpolant-linear', d: 784 }, grid: 'dilated' }, 'schedule.kappa'],
    [{ process: { family: 'interpolant-linear' }, grid: 'dilated', kappa: 3 }, 'schedule.process.d'],
    [{ process: vp, levels: 1 }, 'levels'],
  ])('refuses %j by field', (given, field) => {
    let refused: unknown
    try {
      scheduleLevels(read(given))
    } catch (error) {
      refused = error
    }
    expect(refused).toBeInstanceOf(Refusal)
    expect((refused as Refusal).field).toBe(field)
  })
})
