import { describe, expect, it } from 'vitest'
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { scheduleHash } from '#history/schedule-store.ts'
import { blurDistances, pathOfNodes } from '../corruption-paths/blur-path.ts'
import { curveLists, scheduleLevels } from './schedule-levels.ts'
import { curvesOf, type CurvesSchedule } from './two-curves.ts'

const read = (input: object) => toCamel(parseSchedule(input))
const levelsOf = (input: object) => scheduleLevels(read(input))
const spectrum = [1, 0.5, 0.1, 0.01]
const NAMED = [
  { family: 'two-stage', levels: 11 },
  { family: 'joint', levels: 11 },
  { family: 'mse-matched', levels: 11, spectrum },
  { family: 'blur-path', levels: 11, spectrum, candidates: 64, nodes: 8 },
]

describe('schedules of two curves', () => {
  it('two-stage: noise for a fifth of the time, then blur at constant noise', () => {
    const levels = levelsOf({ family: 'two-stage', levels: 11 })
    expect(levels.map(({ t }) => t)).toEqual([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0])
    const expected = [4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 0, 0, 0]
    levels.forEach(({ corruption }, i) => expect(corruption).toBeCloseTo(expected[i], 12))
    levels.slice(0, 9).forEach(({ sigma }) => expect(sigma).toBe(0.1))
    expect(levels[9].sigma).toBeCloseTo(Math.sqrt(0.1 * 0.01), 12)
    expect(levels[10]).toEqual({ sigma: 0.01, t: 0, corruption: 0 })
  })

  it('joint: both from end to end', () => {
    const levels = levelsOf({ family: 'joint', levels: 5, corruption_max: 2 })
    expect(levels.map(({ corruption }) => corruption)).toEqual([2, 1.5, 1, 0.5, 0])
    levels.forEach(({ sigma }, i) => expect(sigma / 10 ** (-1 - i / 4)).toBeCloseTo(1, 12))
  })

  it('mse-matched: the mean square error of the variance-exploding process, wherever noise alone is less', () => {
    const config = { family: 'mse-matched', levels: 21, spectrum, size: 32, ve_sigma_max: 1, ve_sigma_min: 0.1 }
    const error = ({ sigma, corruption = 0 }: { sigma: number; corruption?: number }) =>
      spectrum.reduce((sum, variance, k) => {
        const gain = Math.exp(-0.5 * ((2 * Math.PI * k) / 32) ** 2 * corruption ** 2)
        return sum + variance * (1 - gain) ** 2 + sigma ** 2
      }, 0)
    const levels = levelsOf(config)
    const blurred = levels.filter(({ corruption }) => corruption! > 0)
    expect(blurred.length).toBeGreaterThan(5)
    for (const level of blurred) expect(error(level) / error(levels[0]) / 0.1 ** (2 * (1 - level.t!))).toBeCloseTo(1, 9)
    const noiseOnly = levels.filter(({ corruption, t }) => corruption === 0 && t! > 0.2)
    for (const level of noiseOnly)
      expect(error(level)).toBeGreaterThanOrEqual(error(levels[0]) * 0.1 ** (2 * (1 - level.t!)))
  })

  it('blur-path: nodes evenly in time over the second stage, straight between them', () => {
    const config = read({ family: 'blur-path', levels: 3, spectrum, candidates: 64, nodes: 8 }) as CurvesSchedule
    const candidates = Array.from({ length: 64 }, (_, i) => (4 * i) / 63)
    const { nodes } = pathOfNodes(64, blurDistances(spectrum, 32, candidates), 8)
    expect(nodes).toHaveLength(8)
    const { corruption } = curvesOf(config)
    nodes.forEach((node, j) => expect(corruption(0.2 + (0.8 * j) / 7)).toBeCloseTo(candidates[node], 9))
    expect(corruption(0.2 + (0.8 * 3.5) / 7)).toBeCloseTo((candidates[nodes[3]] + candidates[nodes[4]]) / 2, 9)
  })

  it.each(NAMED)('$family has both ends bit for bit, falls or rests, and is the same as its own curves', (input) => {
    const levels = levelsOf(input)
    expect([levels[0].sigma, levels[0].corruption, levels[0].t]).toEqual([0.1, 4, 1])
    expect(levels.at(-1)).toEqual({ sigma: 0.01, t: 0, corruption: 0 })
    const { t, levels: corruption } = curveLists(levels)
    const curves = { family: 'curves', t, sigmas: levels.map(({ sigma }) => sigma), levels: corruption }
    expect(levelsOf(curves)).toEqual(levels)
    expect(scheduleHash(levelsOf(curves), null)).toBe(scheduleHash(levels, null))
    const { sigma, corruption: level } = curvesOf(read(curves) as CurvesSchedule)
    for (const stop of levels) {
      expect(sigma(stop.t!)).toBeCloseTo(stop.sigma, 12)
      expect(level(stop.t!)).toBeCloseTo(stop.corruption!, 12)
    }
  })

  it('are another schedule than their sigmas alone, and one of noise alone has neither t nor level', () => {
    const levels = levelsOf(NAMED[1])
    expect(scheduleHash(levels, null)).not.toBe(
      scheduleHash(
        levels.map(({ sigma }) => ({ sigma })),
        null,
      ),
    )
    const alone = levelsOf({ family: 'geometric', levels: 3, sigma_max: 1, sigma_min: 0.01 })
    expect(alone.map((level) => Object.keys(level))).toEqual([['sigma'], ['sigma'], ['sigma']])
    expect(curveLists(alone)).toEqual({})
  })

  const curves = { family: 'curves', t: [1, 0.5, 0], sigmas: [0.1, 0.1, 0.01], levels: [2, 1, 0] }
  it.each([
    [{ ...curves, t: [1, 0] }, 'sigmas'],
    [{ ...curves, levels: [2, 1] }, 'levels'],
    [{ ...curves, levels: [2, 3, 0] }, 'levels'],
    [{ ...curves, levels: [2, 1, -1] }, 'levels.2'],
    [{ ...curves, t: [1, 1, 0] }, 't'],
    [{ ...curves, t: [2, 1, 0] }, 't'],
    [{ ...curves, sigmas: [0.1, 0.1, 0] }, 'sigmas'],
    [{ ...curves, sigmas: [0.1, 0.2, 0.01] }, 'sigmas'],
    [{ family: 'two-stage', levels: 11, sigma_max: 0.01 }, 'sigma_max'],
    [{ family: 'two-stage', levels: 11, noise_share: 1 }, 'noise_share'],
    [{ family: 'joint', levels: 1 }, 'levels'],
    [{ family: 'joint', levels: 11, sigma_min: 0 }, 'sigma_min'],
    [{ family: 'blur-path', levels: 11, spectrum, corruption_max: 40 }, 'corruption_max'],
    [{ family: 'blur-path', levels: 11, spectrum, epsilon: 1e-6 }, 'epsilon'],
    [{ family: 'blur-path', levels: 11, spectrum: [1] }, 'spectrum'],
    [{ family: 'mse-matched', levels: 11, spectrum, size: 4 }, 'spectrum'],
  ])('refuses %j by its field', (input, field) => {
    expect(() => levelsOf(input)).toThrow(expect.objectContaining({ name: 'Refusal', field }))
  })
})
