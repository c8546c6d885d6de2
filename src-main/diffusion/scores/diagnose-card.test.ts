/** Wrong cards against networks whose right card is known: exact denoisers of a Gaussian law, answering in every parametrisation. */
import type * as tfjs from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { toCamel } from '#contract/casing.ts'
import { networkCard, PARAMETRISATIONS, type NetworkCard, type NetworkCardInput } from '#contract/network-card.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { sigmasOfTable } from '#theory/process/timestep-table.ts'
import type { RawAnswer } from './card-denoiser.ts'
import { probeCard } from './diagnose-card.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: 'cpu' })).tf
})

const SHAPE = { height: 4, width: 4, channels: 1 }
const SIZE = 16
/** A law with structure: pixels of unlike mean and variance, in [-1, 1]. */
const mean = Float32Array.from({ length: SIZE }, (_, i) => -0.6 + 0.4 * Math.sin(i))
const variance = Float32Array.from({ length: SIZE }, (_, i) => (i % 4 === 0 ? 0.4 : 0.01))

function images(range: readonly [number, number]): Float32Array {
  const values = new Float32Array(64 * SIZE)
  normals({ seed: 9, stream: STREAMS.start, sample: 0, step: 0 }, values)
  const inside = values.map((z, i) => mean[i % SIZE] + Math.sqrt(variance[i % SIZE]) * z)
  return range[0] === 0 ? inside.map((value) => (value + 1) / 2) : inside
}

const cardOf = (fields: Partial<NetworkCardInput>): NetworkCard =>
  toCamel(
    networkCard.parse({
      parametrisation: 'eps',
      process: { name: 've' },
      data_range: [-1, 1],
      time: { kind: 'sigma' },
      shape: SHAPE,
      sigma_data: 0.5,
      ...fields,
    }),
  )

const SHORT = { betas: 'linear', beta_start: 1e-3, beta_end: 0.2, timesteps: 100 } as const
const TABLE = sigmasOfTable(toCamel(SHORT))
/** s of what the network is told, by its own right card. */
const TOLD: Record<string, (time: number) => number> = {
  sigma: (time) => time,
  'log-sigma/4': (time) => Math.exp(4 * time),
  timestep: (time) => TABLE[Math.max(0, Math.min(99, Math.round(time)))],
}

/** The perfect network of a right card, from the definitions of what it predicts. */
function perfect({ parametrisation, process, time, form }: NetworkCard): RawAnswer {
  return (input: tfjs.Tensor4D, times: tfjs.Tensor1D) => {
    const [xs, told] = [input.dataSync(), times.dataSync()]
    const answer = xs.map((value, i) => {
      const pixel = i % SIZE
      const s = TOLD[time.kind](told[Math.floor(i / SIZE)])
      const alpha = process.name === 'vp' ? 1 / Math.sqrt(1 + s * s) : 1
      const total = s * s + 0.25
      const wrapped = parametrisation === 'edm' && form === 'network'
      const x = wrapped ? value * Math.sqrt(total) : value / alpha
      const x0 = mean[pixel] + (variance[pixel] / (variance[pixel] + s * s)) * (x - mean[pixel])
      const eps = (x - x0) / s
      if (wrapped) return (x0 - (0.25 / total) * x) / ((s * 0.5) / Math.sqrt(total))
      if (parametrisation === 'eps') return eps
      if (parametrisation === 'score') return -eps / (s * alpha)
      if (parametrisation === 'v') return alpha * eps - s * alpha * x0
      return x0
    })
    return tf.tensor4d(answer, input.shape)
  }
}

const findingsOf = (right: NetworkCard, wrong: NetworkCard, known = true) =>
  probeCard(tf, perfect(right), wrong, known ? images : () => null)

const ve: Partial<NetworkCardInput> = {}
const vp: Partial<NetworkCardInput> = { process: { name: 'vp', ...SHORT }, time: { kind: 'timestep' } }

describe.each([
  ['ve', ve, PARAMETRISATIONS],
  ['vp', vp, PARAMETRISATIONS.filter((name) => name !== 'edm')],
] as const)('on %s', (_, process, names) => {
  it.each(names)('a network of %s passes under its own card', (parametrisation) => {
    const card = cardOf({ ...process, parametrisation })
    expect(findingsOf(card, card)).toMatchObject({ sound: true, findings: [], likely: null })
    expect(findingsOf(card, card, false).sound).toBe(true)
  })

  const pairs = names.flatMap((right) =>
    names.filter((wrong) => wrong !== right).map((wrong) => [right, wrong] as const),
  )
  it.each(pairs)('a network of %s is not taken for one of %s, and the right word is named', (right, wrong) => {
    const report = findingsOf(
      cardOf({ ...process, parametrisation: right }),
      cardOf({ ...process, parametrisation: wrong }),
    )
    expect(report.sound).toBe(false)
    expect(report.likely?.field).toBe('parametrisation')
    expect(report.likely?.value).toContain(right)
    expect(report.findings.at(-1)).toContain(`With parametrisation: ${right}`)
  })
})

describe('other fields', () => {
  it('a wrong data range is caught and named', () => {
    const report = findingsOf(cardOf({}), cardOf({ data_range: [0, 1] }))
    expect(report.likely).toEqual({ field: 'data_range', value: '[-1, 1]' })
  })

  it('a wrong way of telling the noise level is caught and named', () => {
    const report = findingsOf(cardOf({ time: { kind: 'log-sigma/4' } }), cardOf({ time: { kind: 'sigma' } }))
    expect(report.likely).toEqual({ field: 'time', value: '{kind: log-sigma/4, scale: 1}' })
  })

  it('two wrong fields are caught, and that no one change mends them is said', () => {
    const report = findingsOf(
      cardOf({ ...vp, parametrisation: 'v' }),
      cardOf({ parametrisation: 'x0', data_range: [0, 1] }),
    )
    expect(report).toMatchObject({ sound: false, likely: null })
    expect(report.findings.at(-1)).toContain('No change of one field')
  })

  it('a network that answers NaN fails', () => {
    const raw: RawAnswer = (x) => x.mul<tfjs.Tensor4D>(Number.NaN)
    expect(probeCard(tf, raw, cardOf({}), images)).toMatchObject({ sound: false, likely: null })
  })

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors
    findingsOf(cardOf(vp), cardOf({ ...vp, parametrisation: 'v' }))
    expect(tf.memory().numTensors).toBe(before)
  })
})
