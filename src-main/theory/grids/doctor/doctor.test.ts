import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { sigmaSequence } from '../sequences.ts'
import { diagnose } from './doctor.ts'
import type { Patient } from './findings.ts'

const codes = (patient: Patient) => diagnose(patient).map(({ code, level }) => `${level}: ${code}`)
const report = (family: 'geometric' | 'linear' | 'cosine' | 'sigmoid', sigmaMax = 1): Patient => ({
  sigmas: sigmaSequence({ family, levels: 200, sigmaMax, sigmaMin: 0.01 }),
  sampler: 'annealed-langevin',
  dataRange: [0, 1],
  dimension: 784,
  langevin: { eps: 6.2e-6, inner: 5 },
})

const shift = (t: number) => (3 * t) / (1 + 2 * t)
const flowOf = (sigmas: number[]): Patient => ({
  sigmas: [...sigmas, 0],
  sampler: 'euler',
  process: 'flow',
  shift: 3,
})

describe('the schedule doctor', () => {
  it("separates the report's four sequences: linear and cosine outrun their Langevin steps, geometric and sigmoid do not", () => {
    expect(codes(report('geometric'))).toEqual(['note: overlap-wasteful'])
    expect(codes(report('sigmoid'))).toEqual([])
    expect(codes(report('linear'))).toEqual(['warning: langevin-variance', 'warning: overlap-too-low'])
    expect(codes(report('cosine'))).toEqual(['warning: langevin-variance', 'warning: overlap-too-low'])
  })

  it('sees sigma_1 = 1 as too small for MNIST, and 5 as a matter of taste', () => {
    expect(codes({ ...report('geometric'), largestDistance: 17 })).toContain('warning: sigma-1-below-distance')
    expect(codes({ ...report('geometric', 5), largestDistance: 17 })).toContain('note: sigma-1-below-distance')
    expect(codes({ ...report('geometric', 17), largestDistance: 17 })).toEqual(['note: overlap-wasteful'])
  })

  it('sees Langevin steps that diverge, and steps too large for their noise', () => {
    const eps = (value: number) => codes({ ...report('sigmoid'), langevin: { eps: value, inner: 5 } })
    expect(eps(3e-4)).toEqual(['error: langevin-diverges'])
    expect(eps(1.5e-4)).toEqual(['warning: langevin-variance'])
    expect(eps(-1e-6)).toEqual(['error: langevin-diverges'])
    const diverging = { ...report('sigmoid'), langevin: { eps: 3e-4, inner: 5 } }
    const advised = diagnose(diverging)[0].fix!.parameters!.eps
    expect(codes({ ...diverging, langevin: { eps: advised, inner: 5 } })).toEqual([])
  })

  it('sees NaN of a cosine above 1 as what it is, and offers the cosine from 1', () => {
    const requested = { family: 'cosine', levels: 10, sigmaMax: 10, sigmaMin: 0.01 } as const
    const [finding] = diagnose({ sigmas: new Float64Array(10).fill(NaN), sampler: 'annealed-langevin', requested })
    expect(finding.code).toBe('cosine-above-1')
    expect(finding.fix!.sigmas).toEqual(sigmaSequence({ ...requested, sigmaMax: 1 }))
  })

  it('sees data in another range than the network was trained on, and doubles every sigma', () => {
    const patient: Patient = {
      sigmas: [50, 5, 0.01],
      sampler: 'euler',
      dataRange: [0, 1],
      trained: { dataRange: [-1, 1] },
    }
    const [finding] = diagnose(patient)
    expect(finding.code).toBe('data-range')
    expect([...finding.fix!.sigmas!]).toEqual([100, 10, 0.02])
    expect(codes({ ...patient, sigmas: finding.fix!.sigmas!, dataRange: [-1, 1] })).toEqual([])
  })

  it('sees sigma_min .02 where the network knows .002', () => {
    const patient: Patient = {
      sigmas: [80, 10, 1, 0.1, 0.02],
      sampler: 'heun',
      trained: { sigmaMin: 0.002, sigmaMax: 80 },
    }
    expect(codes(patient)).toEqual(['note: sigma-min-too-large'])
  })

  it('sees disorder, repeats, zeros and negatives', () => {
    const isOfOrder = (code: string) => !/terminal-snr|last-step/.test(code)
    const euler = (...sigmas: number[]) => codes({ sigmas, sampler: 'euler' }).filter(isOfOrder)
    expect(euler(3, 2, 1)).toEqual([])
    expect(euler(3, 2, 1, 0)).toEqual([])
    expect(euler(1, 2, 3)).toEqual(['error: rising'])
    expect(euler(3, 1, 2)).toEqual(['error: not-monotone'])
    expect(euler(3, 3, 1)).toEqual(['error: zero-step'])
    expect(euler(3, 1, 1)).toEqual(['error: last-sigma-repeated'])
    expect(euler(3, 3)).toEqual(['error: last-sigma-repeated'])
    expect(euler(3, 0, 1)).toEqual(['error: not-positive'])
    expect(euler(3, -1)).toEqual(['error: not-positive'])
    expect(euler()).toEqual(['error: empty'])
    expect(euler(0)).toEqual(['error: empty'])
    expect(euler(NaN)).toEqual(['error: not-finite'])
    expect(codes({ sigmas: [2, 1, 0], sampler: 'annealed-langevin' })).toEqual(['error: langevin-at-zero'])
    expect(codes({ sigmas: [Infinity, 1], sampler: 'euler', process: 'vp' })).toEqual(['error: infinite-start'])
  })

  it('sees a list shifted twice as a whole, and not one shifted once', () => {
    const once = Array.from({ length: 20 }, (_, i) => shift(1 - i / 20))
    expect(codes(flowOf(once))).toEqual([])
    const [finding] = diagnose(flowOf(once.map(shift)))
    expect(finding.code).toBe('double-shift')
    finding.fix!.sigmas!.forEach((t, i) => expect(t).toBeCloseTo([...once, 0][i], 10))
  })

  it('answers in sentences, and never fails, whatever the list', () => {
    const z = new Float64Array(12)
    for (let sample = 0; sample < 3000; sample++) {
      normals({ seed: 9, stream: STREAMS.law, sample, step: 0 }, z)
      const sigmas = Array.from(
        z.subarray(0, sample % 13),
        (value, i) => [Math.exp(5 * value), value, 0, NaN, 1][sample % 7 > 4 ? i % 5 : 0],
      )
      for (const sampler of ['euler', 'annealed-langevin'] as const)
        for (const process of ['ve', 'vp', 'flow'] as const)
          for (const finding of diagnose({
            sigmas,
            sampler,
            process,
            dimension: 100,
            shift: 3,
            largestDistance: 5,
            appendsZero: sample % 2 === 0,
            langevin: { eps: 1e-5, inner: 3 },
            trained: { sigmaMin: 0.01, sigmaMax: 10, zeroTerminalSnr: sample % 3 === 0 },
          })) {
            expect(finding.message).toMatch(/^[A-Zs].*\.$/s)
            expect(`${finding.message} ${finding.why} ${finding.fix?.label}`).not.toMatch(
              /NaN (levels|inner)|Infinity (levels|inner)/,
            )
          }
    }
    expect(() => diagnose({ sigmas: [1], sampler: 'magic' as 'euler' })).toThrow(
      expect.objectContaining({ field: 'sampler' }),
    )
  })
})
