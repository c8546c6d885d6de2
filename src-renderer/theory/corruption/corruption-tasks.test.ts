import { expect, it } from 'vitest'
import type { TwoCurvesShape } from '../../shape/curve-knots.ts'
import { CORRUPTION_TASKS } from './corruption-tasks.ts'

const ends = { levels: 281, sigmaMin: 0.01, sigmaMax: 0.1, corruptionMax: 4 }
const twoStage: TwoCurvesShape = { kind: 'curves', spec: { family: 'two-stage', noiseShare: 0.2, ...ends } }
const joint: TwoCurvesShape = { kind: 'curves', spec: { family: 'joint', ...ends } }
const question = { spectrum: [1, 0.5], frequencies: [0, 1], size: 32, steps: 280 }

it('says the published path for each sampler, and the other schedule beside it', () => {
  const [[naive, momentum, ode], beside] = CORRUPTION_TASKS['corruption/laws']({
    ...question,
    shapes: [twoStage, joint],
  })
  expect(naive.variances[0]).toBeCloseTo(0.5024, 4)
  expect(momentum.variances[0]).toBeCloseTo(1.000104, 6)
  expect(ode.variances[0]).toBeCloseTo(1.000101, 6)
  expect(beside[0].variances[0]).toBeCloseTo(0.648374, 6)
  expect(naive.targets[0]).toBeCloseTo(1.0001, 12)
})

it('ends its curves where its numbers are', () => {
  const [[naive]] = CORRUPTION_TASKS['corruption/laws']({ ...question, steps: 1000, shapes: [twoStage] })
  expect(naive.along[1].at(-1)).toEqual({ x: 1, y: naive.variances[1] })
  expect(naive.along[1][0].x).toBe(0)
  expect(naive.variancesAgainst[1].at(-1)).toEqual({ x: 1000, y: naive.variances[1] })
  expect(naive.w2Against.at(-1)!.y).toBeCloseTo(naive.w2, 12)
  expect(naive.along[0].length).toBeLessThan(130)
})
