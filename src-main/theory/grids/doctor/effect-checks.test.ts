/** Harm by its size: the exact shares on Gaussian data (NumPy 2.4.6), their ranking, and levels that follow them. */
import { describe, expect, it } from 'vitest'
import { sigmasOfBetas } from '../units.ts'
import { diagnose } from './doctor.ts'
import { decidedByStart, keptByLastStep } from './effect-checks.ts'
import { atTimesteps, stableDiffusionTable, trailing } from './known-schedules.ts'

const sd = stableDiffusionTable()
const trailingList = (n: number) => [...atTimesteps(sd, trailing(n, 1000)), 0]
const found = (patient: Parameters<typeof diagnose>[0], code: string) =>
  diagnose(patient).find((finding) => finding.code === code)

describe('the last step', () => {
  const of = (n: number) =>
    found({ sigmas: trailingList(n), sampler: 'euler', process: 'vp', dataStd: 0.5 }, 'last-step-jumps')

  it.each([
    [4, 0.6932048996386885, 0.5849921995572768, 'warning'],
    [8, 0.3977456271926898, 0.7825870580845838, 'warning'],
    [10, 0.3416738322812819, 0.8256391296715774, 'note'],
    [50, 0.1344506749451397, 0.9656955717509798, 'note'],
  ])('of %i trailing steps of Stable Diffusion, from %f, keeps %f of the spread: a %s', (n, last, kept, level) => {
    expect(trailingList(n).at(-2)).toBeCloseTo(last, 12)
    expect(keptByLastStep(0.5, last)).toBeCloseTo(kept, 12)
    expect(of(n)).toMatchObject({ level })
    expect(of(n)!.message).toContain(`${Number((100 * kept).toPrecision(4))} %`)
  })

  it('is what Euler leaves of the variance: D(x) of a Gaussian, s^2/(s^2 + sigma^2) x, over x of variance s^2 + sigma^2', () => {
    const [s, sigma] = [0.37, 0.9]
    const gain = s ** 2 / (s ** 2 + sigma ** 2)
    expect(keptByLastStep(s, sigma)).toBeCloseTo(Math.sqrt(gain ** 2 * (s ** 2 + sigma ** 2)) / s, 14)
  })

  it('is not spoken of where it takes less than a part in a thousand', () => {
    expect(found({ sigmas: [80, 1, 0.02], sampler: 'heun', dataStd: 0.5 }, 'last-step-jumps')).toBeUndefined()
  })
})

const linear = (from: number, to: number, n: number) => Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1)) // prettier-ignore
const ofBetas = (betas: number[]) => ({ sigmas: sigmasOfBetas(betas), sampler: 'ddim', process: 'vp' }) as const

describe('the start', () => {
  it('of betas for 1,000 steps used over 100 leaves SNR .571 of unit variance: a warning; scaled by ten, nothing', () => {
    const short = ofBetas(linear(1e-4, 0.02, 100))
    expect(short.sigmas[0]).toBeCloseTo(1.32308467143281, 10)
    expect(found({ ...short, dataStd: 1 }, 'terminal-snr')).toMatchObject({
      level: 'warning',
      message: expect.stringMatching(/sigma 1\.323.*SNR 0\.5712 .*alpha-bar 0\.3636/),
    })
    expect(found(short, 'terminal-snr')?.level).toBe('warning')
    const scaled = ofBetas(linear(1e-3, 0.2, 100))
    expect(scaled.sigmas[0]).toBeCloseTo(221.455261759621, 9)
    expect(found(scaled, 'terminal-snr')).toBeUndefined()
  })

  it('of Stable Diffusion leaves .0047, a note; of EDM none, by dimension as well', () => {
    const list = trailingList(50)
    expect(1 / list[0] ** 2).toBeCloseTo(0.0047, 4)
    const stable = { sigmas: list, sampler: 'euler', process: 'vp', dataStd: 1 } as const
    expect(found(stable, 'terminal-snr')?.level).toBe('note')
    expect(found({ ...stable, dimension: 4 * 64 * 64 }, 'terminal-snr')?.level).toBe('note')
    const edm = { sigmas: [80, 10, 0.02], sampler: 'heun', process: 'vp', dataStd: 0.5 } as const
    expect(found({ ...edm, dimension: 3072 }, 'terminal-snr')).toBeUndefined()
  })

  it('decides s/sqrt(s^2 + sigma^2) of a datum: the probability-flow ODE of a Gaussian by 4,000 Euler steps in ln sigma', () => {
    const [s, sigma1, n] = [0.5, 1.3, 4000]
    let x = 1
    const bottom = 1e-6
    for (let i = 0; i < n; i++) {
      const at = (k: number) => sigma1 * (bottom / sigma1) ** (k / n)
      const [now, next] = [at(i), at(i + 1)]
      x += ((next - now) * (now * x)) / (s ** 2 + now ** 2)
    }
    expect(decidedByStart(s, sigma1)).toBeCloseTo(x, 3)
  })

  it('of a VE sampler too small for the data is told; annealed Langevin, which forgets its start, is not blamed', () => {
    const small = { sigmas: [0.5, 0.1, 0.01], dataRange: [0, 1] } as const
    expect(found({ ...small, sampler: 'heun' }, 'terminal-snr')?.level).toBe('warning')
    expect(found({ ...small, sampler: 'annealed-langevin' }, 'terminal-snr')).toBeUndefined()
  })

  it('of a list that rises is not judged: its order is', () => {
    const rising = diagnose({ sigmas: [0.04, 1, 8], sampler: 'ddim', process: 'vp' })
    expect(rising.map(({ code }) => code)).toEqual(['rising'])
    expect(rising[0].why).toContain('order "rising"')
  })
})

it('a clean end that stands twice is mended by the zero to leave out', () => {
  const patient = { sigmas: [1, 0.75, 0.5, 0.25, 0, 0], sampler: 'euler', process: 'flow' } as const
  const [{ code, fix }] = diagnose(patient)
  expect([code, fix?.label]).toEqual(['not-positive', 'Leave out all zeros but one, from level 5'])
  expect(diagnose({ ...patient, sigmas: fix!.sigmas! }).filter(({ level }) => level === 'error')).toEqual([])
})
