/** The samplers of soft diffusion: what they are without a corruption, and their laws on a Gaussian and on one image under a blur. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import type { Corruption } from '#contract/corruption.ts'
import { linearMap } from '#theory/corruptions/corruption.ts'
import { hartleyBasis, periodicGains } from '#theory/corruptions/gaussian-blur.ts'
import { type Level, levelsFrom } from '#theory/grids/levels.ts'
import { normals } from '#theory/noise/philox.ts'
import { openCorruption } from '../corruptions/corruption.ts'
import { stationaryScore } from '../scores/corrupted-gaussian.ts'
import type { Denoiser } from '../scores/denoiser.ts'
import { gaussianScore } from '../scores/gaussian.ts'
import { chooseSampler, levelsOf, samplerOf, type SamplerChoice } from './samplers.ts'
import { walk } from './walk.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

type Walked = { levels: readonly Level[]; denoiser: Denoiser; corrupt?: (x: Tensor4D, level: Level) => Tensor4D }
async function ends(
  choice: SamplerChoice,
  { levels, denoiser, corrupt }: Walked,
  start: Tensor4D,
  noise: (draw: number) => Tensor4D,
) {
  const { sample } = samplerOf(choice)
  const { x } = await walk({ tf, sampler: sample, parameters: choice, denoiser, corrupt, levels, start, noise })
  const values = x.dataSync()
  x.dispose()
  return values
}
const unit = (draw: number, shape: [number, number, number, number]) => {
  const out = new Float32Array(shape.reduce((product, n) => product * n, 1))
  normals({ seed: 2, stream: 1, sample: 0, step: draw }, out)
  return tf.tensor4d(out, shape)
}

describe('without a corruption', () => {
  const sigmas = [5, 2, 0.8, 0.3, 0.1]
  const shape: [number, number, number, number] = [3, 2, 2, 1]
  const law = { mean: Float32Array.of(0.1, 0.2, 0.3, 0.4), variances: Float32Array.of(1, 0.5, 0.1, 0.01) }
  const from = async (choice: SamplerChoice, levels: readonly Level[]) => {
    const { denoised: denoiser, dispose } = gaussianScore(tf, law)
    const start = unit(99, shape).mul<Tensor4D>(5)
    const values = await ends(choice, { levels, denoiser }, start, (draw) => unit(draw, shape))
    start.dispose()
    dispose()
    return values
  }

  it('momentum is reverse diffusion, bit for bit on the same noise', async () => {
    for (const levels of [levelsOf(chooseSampler('momentum'), levelsFrom(sigmas)), levelsFrom(sigmas)])
      expect(await from(chooseSampler('momentum'), levels)).toEqual(
        await from(chooseSampler('reverse-diffusion'), levels),
      )
  })

  it('momentum-ode is Euler on the VE ODE in sigma^2, bit for bit, as far as sigma_min', async () => {
    const found = await from(chooseSampler('momentum-ode', { end: 'sigma-min' }), [...levelsFrom(sigmas), { sigma: 0 }])
    const { denoised, dispose } = gaussianScore(tf, law)
    let x = unit(99, shape).mul<Tensor4D>(5)
    for (let i = 0; i + 1 < sigmas.length; i++) {
      // dx/dv = -score/2, v = sigma^2, from v_i to v_{i + 1}.
      const score = denoised(x, tf.ones([3]).mul<Tensor1D>(sigmas[i]))
        .sub(x)
        .div(sigmas[i] ** 2)
      x = x.add(score.mul((sigmas[i] ** 2 - sigmas[i + 1] ** 2) / 2))
    }
    expect(found).toEqual(x.dataSync())
    dispose()
  })
})

/** The test path: noise alone from .01 to .1 over the first 20 % of t, then a blur up to std 4 at constant noise. */
const testPath = (steps: number, joint = false): Level[] =>
  Array.from({ length: steps + 1 }, (_, i) => {
    const t = 1 - i / steps
    const sigma = 0.01 * 10 ** (joint ? t : Math.min(t, 0.2) / 0.2)
    return { sigma, t, corruption: joint ? 4 * t : (4 * Math.max(0, t - 0.2)) / 0.8 }
  })

const N = 32
const SPECTRUM = new Map([[0, 1], [1, 0.5], [4, 0.1], [12, 0.01]]) // prettier-ignore
const shape = { height: 1, width: N, channels: 1 }
const blur: Corruption = { name: 'gaussian-blur', padding: 'periodic', halfSize: 32 }

/** Variance of each frequency in float64: the recursions of the samplers on lambda and c_k. */
function recursion(name: 'naive' | 'momentum' | 'momentum-ode', levels: readonly Level[], k: number): number {
  const lambda = SPECTRUM.get(k)!
  const gain = ({ corruption = 0 }: Level) => periodicGains(N, corruption)[k]
  let v = gain(levels[0]) ** 2 * lambda + levels[0].sigma ** 2
  for (let i = 0; i + 1 < levels.length; i++) {
    const [s, n] = [levels[i].sigma, levels[i + 1].sigma]
    const [c, cn] = [gain(levels[i]), gain(levels[i + 1])]
    const g = (c * lambda) / (c * c * lambda + s * s)
    const pull = ((s * s - n * n) / (s * s)) * (c * g - 1)
    if (name === 'naive') v = (cn * g) ** 2 * v + n * n
    if (name === 'momentum') v = (1 + (cn - c) * g + pull) ** 2 * v + s * s - n * n
    if (name === 'momentum-ode') v = (1 + (cn - c) * g + pull / 2) ** 2 * v
  }
  return v
}

/** A walk on the Gaussian with its exact score, in a batch of starts; noise in the frequencies' own coordinates. */
async function frequencies(
  choice: SamplerChoice,
  levels: readonly Level[],
  batch: number,
  coordinates: (draw: number) => Float32Array,
) {
  const lambdas = Float64Array.from({ length: N }, (_, k) => SPECTRUM.get(k) ?? 0)
  const map = linearMap(blur, shape)
  const { denoised: denoiser, dispose } = stationaryScore(
    tf,
    { mean: new Float64Array(N), variances: lambdas, shape },
    map,
    levels,
  )
  const open = openCorruption(tf, blur, shape)
  const corrupt = (x: Tensor4D, { corruption = 0 }: Level) =>
    open.corrupt(x, tf.ones([batch]).mul<Tensor1D>(corruption))
  const basis = tf.tensor2d(Float32Array.from(hartleyBasis(N)), [N, N])
  const images = (values: Float32Array): Tensor4D =>
    tf.matMul(tf.tensor2d(values, [batch, N]), basis).reshape([batch, 1, N, 1])
  const start = tf.tidy(() => images(coordinates(-1)))
  const ended = await ends(choice, { levels, denoiser, corrupt }, start, (draw) => images(coordinates(draw)))
  const values = tf.tidy(() => tf.matMul(tf.tensor2d(ended as Float32Array, [batch, N]), basis).dataSync())
  tf.dispose([start, basis])
  open.dispose()
  dispose()
  return values
}

const stds = (levels: readonly Level[]) =>
  Float32Array.from({ length: N }, (_, k) => {
    const c = periodicGains(N, levels[0].corruption!)[k]
    return Math.sqrt(c * c * (SPECTRUM.get(k) ?? 0) + levels[0].sigma ** 2)
  })

/** Exact variances by impulses: sample 0 carries the start, sample d + 1 a unit at draw d. */
async function variances(choice: SamplerChoice, levels: readonly Level[]): Promise<number[]> {
  const batch = levels.length
  const std = stds(levels)
  const values = await frequencies(choice, levels, batch, (draw) => {
    const out = new Float32Array(batch * N)
    if (draw < 0) out.set(std)
    else out.fill(1, (draw + 1) * N, (draw + 2) * N)
    return out
  })
  return Array.from({ length: N }, (_, k) => {
    let sum = 0
    for (let b = 0; b < batch; b++) sum += values[b * N + k] ** 2
    return sum
  })
}

const NAMES = ['naive', 'momentum', 'momentum-ode'] as const
const toMin = (name: (typeof NAMES)[number]) => chooseSampler(name, { end: 'sigma-min' })

describe('on a Gaussian under a blur', () => {
  it.each(NAMES)('%s has the variances of its recursion, frequency by frequency', async (name) => {
    for (const levels of [testPath(10), testPath(40), testPath(40, true)]) {
      const found = await variances(toMin(name), levels)
      for (const k of SPECTRUM.keys()) {
        const wanted = recursion(name, levels, k)
        expect(Math.abs(found[k] - wanted), `frequency ${k}, ${levels.length - 1} steps`).toBeLessThan(
          2e-5 * Math.max(wanted, 0.01),
        )
      }
    }
  })

  it('the test path has its published and computed ends: the naive sampler halves the variance', () => {
    expect(recursion('naive', testPath(280), 0)).toBeCloseTo(0.5024, 4)
    expect(recursion('momentum', testPath(280), 0)).toBeCloseTo(1.000104, 6)
    expect(recursion('momentum-ode', testPath(280), 0)).toBeCloseTo(1.000101, 6)
  })

  it('a simulation ends within three standard errors of the recursion', { timeout: 120_000 }, async () => {
    const [levels, batch] = [testPath(20), 400]
    const std = stds(levels)
    for (const name of NAMES) {
      const values = await frequencies(toMin(name), levels, batch, (draw) => {
        const out = new Float32Array(batch * N)
        normals({ seed: 5, stream: 1, sample: 0, step: draw + 1 }, out)
        if (draw < 0) for (let i = 0; i < out.length; i++) out[i] *= std[i % N]
        return out
      })
      for (const k of SPECTRUM.keys()) {
        let sum = 0
        for (let b = 0; b < batch; b++) sum += values[b * N + k] ** 2
        const wanted = recursion(name, levels, k)
        expect(Math.abs(sum / batch / wanted - 1), `${name}, frequency ${k}`).toBeLessThan(3 * Math.sqrt(2 / batch))
      }
    }
  })
})

describe('on one image', () => {
  const levels = levelsFrom([0.1, 0.05, 0.02, 0.01])
  const path = {
    momentum: [0.01, 0.008125, 0.002308, 0.00044425],
    'momentum-ode': [0.01, 0.00390625, 0.00131406, 0.00051331],
  }
  it.each(['momentum', 'momentum-ode'] as const)(
    '%s spreads about it as the closed form says, step by step',
    async (name) => {
      const denoiser: Denoiser = (x) => tf.zerosLike(x)
      for (let steps = 1; steps < levels.length; steps++) {
        const batch = steps + 1
        const impulse = (at: number, value: number) => {
          const out = new Float32Array(batch)
          out[at] = value
          return tf.tensor4d(out, [batch, 1, 1, 1])
        }
        const start = impulse(0, 0.1)
        const found = await ends(
          chooseSampler(name, { end: 'sigma-min' }),
          { levels: levels.slice(0, steps + 1), denoiser },
          start,
          (draw) => impulse(draw + 1, 1),
        )
        start.dispose()
        expect(Math.abs([...found].reduce((sum, g) => sum + g * g, 0) - path[name][steps])).toBeLessThan(1e-8)
      }
    },
  )

  it('all end in the guess where asked to, and naive keeps only its own noise', async () => {
    const guess = tf.tensor4d([0.7], [1, 1, 1, 1])
    for (const name of NAMES) {
      const start = tf.tensor4d([3], [1, 1, 1, 1])
      const levelsOfRun = levelsOf(chooseSampler(name), levels)
      const [end] = await ends(chooseSampler(name), { levels: levelsOfRun, denoiser: () => guess.clone() }, start, () =>
        tf.ones([1, 1, 1, 1]),
      )
      expect(end, name).toBeCloseTo(0.7, 6)
      start.dispose()
    }
    guess.dispose()
  })
})
