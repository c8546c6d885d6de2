import type { Rank } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import { levelsFrom, sigmasOf } from '#theory/grids/levels.ts'
import type { Denoiser, ExactSource } from '../scores/denoiser.ts'
import { mixtureScore } from '../scores/mixture.ts'
import { startNoise, stepNoise } from './noise.ts'
import { chooseSampler, levelsAtCost, levelsOf, SAMPLER_NAMES, samplerOf, type SamplerChoice } from './samplers.ts'
import { walk, type StepReport } from './walk.ts'

const SIGMAS = [5, 2, 0.8, 0.3, 0.1]
const shape = { height: 2, width: 2, channels: 1 }

let tf: Tf
let score: ExactSource
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
  score = mixtureScore(tf, {
    weights: Float32Array.of(0.2, 0.8),
    means: Float32Array.of(0.9, 0.1, 0.5, 0.2, 0.1, 0.8, 0.3, 0.6),
    stds: Float32Array.of(0.1, 0.2),
  })
})

type Options = { denoiser?: Denoiser; sigmas?: number[]; signal?: AbortSignal; seed?: number; count?: number }

async function run(choice: SamplerChoice, options: Options & { onStep?: (step: StepReport) => void } = {}) {
  const { sigmas = SIGMAS, seed = 1, count = 3 } = options
  const noise = { tf, seed, samples: Array.from({ length: count }, (_, i) => i), shape }
  const start = startNoise(noise, { start: 'normal', sigma: sigmas[0], dataRange: [0, 1] })
  try {
    const { x, nfe } = await walk({
      tf,
      sampler: samplerOf(choice).sample,
      parameters: choice,
      denoiser: options.denoiser ?? score.denoised,
      logDensity: score.logDensity,
      levels: levelsOf(choice, levelsFrom(sigmas)),
      start,
      noise: (draw) => stepNoise(noise, draw),
      signal: options.signal,
      onStep: options.onStep,
    })
    const values = await x.data<'float32'>()
    x.dispose()
    return { values, nfe }
  } finally {
    start.dispose()
  }
}

function failToReport() {
  throw new Error('no room')
}

/** The score, its calls counted. */
function counted(): { calls: () => number; denoiser: Denoiser } {
  let calls = 0
  return {
    calls: () => calls,
    denoiser: (x, sigma) => {
      calls++
      return score.denoised(x, sigma)
    },
  }
}

const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)

describe.each(SAMPLER_NAMES)('%s', (name) => {
  const choice = chooseSampler(name)

  it('takes as many evaluations and steps as its entry predicts', async () => {
    const { denoiser, calls } = counted()
    const steps: number[] = []
    const { nfe } = await run(choice, { denoiser, onStep: ({ step }) => void steps.push(step) })
    expect(nfe).toBe(samplerOf(choice).nfe(SIGMAS.length, choice))
    expect(calls()).toBe(nfe)
    expect(steps).toEqual(Array.from({ length: samplerOf(choice).steps(SIGMAS.length, choice) }, (_, i) => i + 1))
  })

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    await run(choice)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('asks the denoiser only at positive noise levels and ends finite', async () => {
    const asked: number[] = []
    const { values } = await run(choice, {
      denoiser: (x, sigma) => {
        asked.push(...sigma.dataSync())
        return score.denoised(x, sigma)
      },
    })
    expect(Math.min(...asked)).toBeGreaterThan(0)
    expect(values.every(Number.isFinite)).toBe(true)
  })

  it('stops within one evaluation of an abort, throws its reason and frees everything', async () => {
    const before = tf.memory().numTensors
    const controller = new AbortController()
    const reason = new Refusal('Cancelled.', { code: 'cancelled' })
    let calls = 0
    const denoiser: Denoiser = (x, sigma) => {
      if (++calls === 3) setImmediate(() => controller.abort(reason))
      return score.denoised(x, sigma)
    }
    await expect(run(choice, { denoiser, signal: controller.signal })).rejects.toBe(reason)
    expect(calls).toBeLessThanOrEqual(4)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('frees everything when a report throws', async () => {
    const before = tf.memory().numTensors
    await expect(run(choice, { onStep: failToReport })).rejects.toThrow('no room')
    expect(tf.memory().numTensors).toBe(before)
  })

  it('is deterministic', async () => {
    expect((await run(choice)).values).toEqual((await run(choice)).values)
  })
})

it('reports x, denoised and the level it was asked at, evaluations rising', async () => {
  const reports: { sigma: number; nfe: number; same: number }[] = []
  const choice = chooseSampler('heun')
  const { values } = await run(choice, {
    onStep: ({ sigma, nfe, x, denoised }) =>
      void reports.push({ sigma, nfe, same: difference(x.dataSync(), denoised.dataSync()) }),
  })
  expect(reports.map(({ sigma }) => sigma)).toEqual(SIGMAS)
  expect(reports.map(({ nfe }) => nfe)).toEqual([2, 4, 6, 8, 9])
  expect(reports[4].same).toBeLessThan(1e-6)
  expect(values.length).toBe(12)
})

describe('samplers that must agree', () => {
  const pairs: [string, SamplerChoice, SamplerChoice][] = [
    ['ddim with eta 0 is euler', chooseSampler('ddim', { eta: 0 }), chooseSampler('euler')],
    ['ancestral with eta 0 is euler', chooseSampler('ancestral', { eta: 0 }), chooseSampler('euler')],
    ['ddim with eta 1 is ancestral', chooseSampler('ddim', { eta: 1 }), chooseSampler('ancestral', { eta: 1 })],
    [
      'ddim with eta 0.3 is ancestral with 0.3',
      chooseSampler('ddim', { eta: 0.3 }),
      chooseSampler('ancestral', { eta: 0.3 }),
    ],
    [
      'langevin of the report at twice the eps is the code at once',
      chooseSampler('langevin', { convention: 'report', eps: 2e-4 }),
      chooseSampler('langevin', { convention: 'code', eps: 1e-4 }),
    ],
  ]
  it.each(pairs)('%s', async (_, a, b) => {
    expect(difference((await run(a)).values, (await run(b)).values)).toBeLessThan(2e-6)
  })

  it('two levels of dpmpp2m are two levels of euler: first order at both ends', async () => {
    const a = await run(chooseSampler('dpmpp2m'), { sigmas: [5, 1] })
    const b = await run(chooseSampler('euler'), { sigmas: [5, 1] })
    expect(difference(a.values, b.values)).toBeLessThan(2e-6)
  })

  it('heun without churn draws no noise, and with churn it does', async () => {
    let draws = 0
    const noisy = async (sChurn: number) => {
      draws = 0
      const start = tf.tensor4d([0, 0, 0, 0], [1, 2, 2, 1])
      const { x } = await walk({
        tf,
        sampler: samplerOf(chooseSampler('heun')).sample,
        parameters: chooseSampler('heun', { sChurn }),
        denoiser: score.denoised,
        levels: levelsFrom([...SIGMAS, 0]),
        start,
        noise: () => {
          draws++
          return tf.zeros([1, 2, 2, 1])
        },
      })
      tf.dispose([x, start])
      return draws
    }
    expect(await noisy(0)).toBe(0)
    expect(await noisy(1)).toBe(SIGMAS.length)
  })
})

describe('levels', () => {
  it('end in 0 for every sampler but Langevin and Runge-Kutta 4', () => {
    for (const name of SAMPLER_NAMES) {
      const levels = sigmasOf(levelsOf(chooseSampler(name, { restartMax: 2 }), levelsFrom([2, 1])))
      expect(levels, name).toEqual(['langevin', 'mala', 'rk4'].includes(name) ? [2, 1] : [2, 1, 0])
    }
  })

  it('are refused by Restart where no noise can be put back, by field', () => {
    expect(() => levelsOf(chooseSampler('restart'), levelsFrom([2, 1, 0.4]))).toThrow(
      /^sampler.restart_max: restart_max = 0.3 is not above 0.4, the level nearest to restart_min = 0.06/,
    )
    expect(levelsOf(chooseSampler('restart'), levelsFrom([2, 0.05]))).toHaveLength(3)
  })

  it('are refused where they do not fall or hold a 0', () => {
    const euler = chooseSampler('euler')
    for (const bad of [[1, 2], [1, 1], [1, 0], [NaN, 1], [Infinity, 1], []])
      expect(() => levelsOf(euler, levelsFrom(bad))).toThrow(Refusal)
  })

  it('may rest in noise while the corruption falls, and never in both', () => {
    const euler = chooseSampler('euler')
    const blurred = [
      { sigma: 0.1, t: 1, corruption: 4 },
      { sigma: 0.1, t: 0.5, corruption: 2 },
      { sigma: 0.05, t: 0.1, corruption: 0 },
    ]
    expect(levelsOf(euler, blurred)).toEqual([...blurred, { sigma: 0 }])
    expect(() => levelsOf(euler, [blurred[0], { ...blurred[0], t: 1 }])).toThrow(/Two levels are the same/)
    expect(() => levelsOf(euler, [blurred[1], { ...blurred[0], sigma: 0.05 }])).toThrow(/levels must fall or rest/)
  })

  it('reach the score with their time, and the sampler with their corruption', async () => {
    const asked: (number[] | undefined)[] = []
    const halved: number[] = []
    const start = tf.ones<Rank.R4>([2, 1, 1, 1])
    const { x } = await walk({
      tf,
      sampler: async function* ({ levels, start, denoise, corrupt, compute }) {
        const denoised = await denoise(start, levels[0])
        yield { sigma: levels[0].sigma, x: compute(() => corrupt(denoised, levels[0])), denoised }
      },
      parameters: {},
      denoiser: (x, _, t) => {
        asked.push(t && [...t.dataSync()])
        return x.mul(3)
      },
      corrupt: (x, { corruption = 0 }) => {
        halved.push(corruption)
        return x.div(2)
      },
      levels: [{ sigma: 0.1, t: 0.75, corruption: 4 }],
      start,
      noise: () => start,
    })
    expect(asked).toEqual([[0.75, 0.75]])
    expect(halved).toEqual([4])
    expect([...x.dataSync()]).toEqual([1.5, 1.5])
    tf.dispose([x, start])
  })

  it('at equal cost never cost more, and one more level would', () => {
    for (const name of SAMPLER_NAMES) {
      const choice = chooseSampler(name)
      const { nfe } = samplerOf(choice)
      const levels = levelsAtCost(choice, 100)
      expect(nfe(levels, choice), name).toBeLessThanOrEqual(100)
      expect(nfe(levels + 1, choice), name).toBeGreaterThan(100)
    }
    expect(levelsAtCost(chooseSampler('langevin', { denoise: false }), 100)).toBe(20)
    expect(levelsAtCost(chooseSampler('heun'), 35)).toBe(18)
    expect(() => levelsAtCost(chooseSampler('langevin'), 3)).toThrow(/at least 6/)
  })
})
