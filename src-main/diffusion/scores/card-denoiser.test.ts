import type * as tfjs from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { toCamel } from '#contract/casing.ts'
import { networkCard, type NetworkCard, type NetworkCardInput } from '#contract/network-card.ts'
import { sigmasOfTable, timestepOf } from '#theory/process/timestep-table.ts'
import { cardDenoiser } from './card-denoiser.ts'
import { timeOf } from './card-time.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: 'cpu' })).tf
})

const cardOf = (fields: Partial<NetworkCardInput>): NetworkCard =>
  toCamel(
    networkCard.parse({
      parametrisation: 'eps',
      process: { name: 've' },
      data_range: [-1, 1],
      time: { kind: 'sigma' },
      shape: { height: 1, width: 2, channels: 1 },
      ...fields,
    }),
  )

const MEAN = 0.3
const VARIANCE = 0.25
const vp = { name: 'vp', betas: 'linear' } as const

/** x0 of N(m, v) given x = x0 + s z, in plain numbers. */
const posterior = (x: number, s: number) => MEAN + (VARIANCE / (VARIANCE + s * s)) * (x - MEAN)

/** What a perfect network of the Gaussian answers to x_t, written out for each process and prediction apart from the code under test. */
const perfect: Record<string, { card: NetworkCard; answer: (xt: number, s: number) => number }> = {
  've eps': { card: cardOf({}), answer: (x, s) => (x - posterior(x, s)) / s },
  've score': { card: cardOf({ parametrisation: 'score' }), answer: (x, s) => -(x - MEAN) / (VARIANCE + s * s) },
  've x0': { card: cardOf({ parametrisation: 'x0' }), answer: posterior },
  've v': { card: cardOf({ parametrisation: 'v' }), answer: (x, s) => (x - posterior(x, s)) / s - s * posterior(x, s) },
  'vp eps': {
    card: cardOf({ process: vp, time: { kind: 'timestep' } }),
    // x_t ~ N(a m, a^2 v + b^2), eps = -b score.
    answer: (xt, s) => {
      const a = 1 / Math.sqrt(1 + s * s)
      const b = s * a
      return (b * (xt - a * MEAN)) / (a * a * VARIANCE + b * b)
    },
  },
  'vp v': {
    card: cardOf({ parametrisation: 'v', process: vp, time: { kind: 'timestep' } }),
    answer: (xt, s) => {
      const a = 1 / Math.sqrt(1 + s * s)
      const b = s * a
      return a * ((b * (xt - a * MEAN)) / (a * a * VARIANCE + b * b)) - b * posterior(xt / a, s)
    },
  },
  'flow v': {
    card: cardOf({ parametrisation: 'v', process: { name: 'flow' }, time: { kind: 't' } }),
    // E[z - x0 | x_t] with x_t = (1 - t) x0 + t z: regression on x_t.
    answer: (xt, s) => {
      const t = s / (1 + s)
      const variance = (1 - t) ** 2 * VARIANCE + t * t
      return -MEAN + ((t - (1 - t) * VARIANCE) / variance) * (xt - (1 - t) * MEAN)
    },
  },
  'flow v, data at 1': {
    card: cardOf({ parametrisation: 'v', process: { name: 'flow', data_at: 1 }, time: { kind: 't' } }),
    answer: (xt, s) => {
      const t = 1 / (1 + s)
      const variance = t * t * VARIANCE + (1 - t) ** 2
      return MEAN + ((t * VARIANCE - (1 - t)) / variance) * (xt - t * MEAN)
    },
  },
  'edm F': {
    card: cardOf({ parametrisation: 'edm', sigma_data: 0.5 }),
    // Asked about c_in x; F = (D - c_skip x)/c_out.
    answer: (input, s) => {
      const total = s * s + 0.25
      const x = input * Math.sqrt(total)
      return (posterior(x, s) - (0.25 / total) * x) / ((s * 0.5) / Math.sqrt(total))
    },
  },
  'edm denoiser': { card: cardOf({ parametrisation: 'edm', form: 'denoiser' }), answer: posterior },
}

describe.each(Object.keys(perfect))('%s', (name) => {
  it('comes to the exact denoiser of a Gaussian, at small and large noise', () => {
    const { card, answer } = perfect[name]
    for (const s of [0.05, 0.7, 30]) {
      const found = tf.tidy(() => {
        const raw = (xt: tfjs.Tensor4D) =>
          tf.tensor4d(
            [...xt.dataSync()].map((value) => answer(value, s)),
            [1, 1, 2, 1],
          )
        const x = tf.tensor4d([0.4 * s - 0.2, 1.1 * s], [1, 1, 2, 1])
        return [...cardDenoiser(tf, raw, card, (tensor) => tensor)(x, tf.tensor1d([s])).dataSync()]
      })
      expect(found[0]).toBeCloseTo(posterior(0.4 * s - 0.2, s), 4)
      expect(found[1]).toBeCloseTo(posterior(1.1 * s, s), 4)
    }
  })
})

describe('what a network is told of the noise level', () => {
  const told = (fields: Partial<NetworkCardInput>, sigmas: number[]) =>
    tf.tidy(() => [...timeOf(tf, cardOf(fields), (tensor) => tensor)(tf.tensor1d(sigmas)).dataSync()])

  it('is sigma, ln(sigma)/4, or a multiple of them', () => {
    expect(told({}, [0.5, 3])).toEqual([0.5, 3])
    const scaled = told({ time: { kind: 'log-sigma/4', scale: 4 } }, [0.5, 3])
    expect(scaled[0]).toBeCloseTo(Math.log(0.5), 6)
    expect(scaled[1]).toBeCloseTo(Math.log(3), 6)
  })

  it('is t of a flow in either direction, and ln(sigma/sigma_min)/ln(sigma_max/sigma_min) of ve', () => {
    expect(told({ process: { name: 'flow' }, time: { kind: 't', scale: 1000 } }, [1 / 3])[0]).toBeCloseTo(250, 3)
    expect(told({ process: { name: 'flow', data_at: 1 }, time: { kind: 't' } }, [1 / 3])[0]).toBeCloseTo(0.75, 6)
    const ve = { process: { name: 've', sigma_min: 0.01, sigma_max: 100 } as const, time: { kind: 't' } as const }
    expect(told(ve, [1])[0]).toBeCloseTo(0.5, 6)
  })

  it.each(['nearest', 'linear'] as const)('is the timestep of the table, by the rule %s', (interpolation) => {
    const card = { process: { ...vp, interpolation }, time: { kind: 'timestep' } as const }
    const table = sigmasOfTable({ betas: 'linear', betaStart: 1e-4, betaEnd: 0.02, timesteps: 1000 })
    const sigmas = [1e-3, table[0], 0.0313, 0.5, 1.234, table[700], 42, 1e4]
    const found = told(card, sigmas)
    sigmas.forEach((sigma, i) => expect(found[i]).toBeCloseTo(timestepOf(table, sigma, interpolation), 2))
    if (interpolation === 'nearest') expect(found.every(Number.isInteger)).toBe(true)
  })
})
