import { describe, expect, it } from 'vitest'
import { sigmaSequence, type ScheduleSpec } from '../sequences.ts'
import { diagnose } from './doctor.ts'
import type { Patient } from './findings.ts'
import {
  atTimesteps,
  cosineTable,
  ddpmTable,
  flowTimes,
  leading,
  stableDiffusionTable,
  trailing,
} from './known-schedules.ts'

const list = (spec: ScheduleSpec) => sigmaSequence(spec)
const geometric = (sigmaMax: number, levels: number) => list({ family: 'geometric', levels, sigmaMax, sigmaMin: 0.01 })
const sd = stableDiffusionTable()
const ddpm = ddpmTable()
const sdRange = { sigmaMin: sd[0], sigmaMax: sd[999] }
const stable = { sampler: 'dpmpp2m', process: 'vp', dataStd: 1, appendsZero: false, trained: sdRange } as const
const edm = {
  sampler: 'heun',
  appendsZero: false,
  dataRange: [-1, 1],
  dataStd: 0.5,
  trained: { dataRange: [-1, 1] },
} as const

/** Settings of Song & Ermon 2020, arXiv:2006.09011: data, pixels, sigma_1, L, T, eps; sigma_L = .01, data in [0, 1]. */
const NCSN_V2: [string, number, number, number, number, number][] = [
  ['CIFAR-10', 3 * 32 * 32, 50, 232, 5, 6.2e-6],
  ['CelebA 64', 3 * 64 * 64, 90, 500, 5, 3.3e-6],
  ['LSUN church 96', 3 * 96 * 96, 140, 788, 5, 4.9e-6],
  ['LSUN bedroom 128', 3 * 128 * 128, 190, 1086, 3, 1.8e-6],
  ['FFHQ 256', 3 * 256 * 256, 348, 2311, 3, 0.9e-7],
]

/** Sabour, Fidler & Kreis 2024, arXiv:2404.14507: the ten-step lists that its authors publish. */
const ALIGN_YOUR_STEPS: [string, number[]][] = [
  ['Stable Diffusion 1.5', [14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029]],
  ['SDXL', [14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.38, 0.234, 0.113, 0.029]],
  ['Stable Video Diffusion', [700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002]],
]

const langevin = (sigmas: ArrayLike<number>, dimension: number, inner: number, eps: number): Patient => ({
  sigmas,
  sampler: 'annealed-langevin',
  dataRange: [0, 1],
  dimension,
  langevin: { eps, inner },
  trained: { dataRange: [0, 1], sigmaMin: 0.01, sigmaMax: sigmas[0] },
})

const SOUND: [string, Patient][] = [
  [
    'NCSN, CIFAR-10: 10 levels of 100 steps',
    { ...langevin(geometric(1, 10), 3072, 100, 2e-5), langevin: { eps: 2e-5, inner: 100, convention: 'report' } },
  ],
  ...NCSN_V2.map(([name, d, top, levels, inner, eps]): [string, Patient] => [
    `NCSNv2, ${name}`,
    { ...langevin(geometric(top, levels), d, inner, eps), ...(name === 'CIFAR-10' && { largestDistance: 50 }) },
  ]),
  ['NCSNv2, MNIST, sigma_1 = 5', langevin(geometric(5, 200), 784, 5, 6.2e-6)],
  [
    'EDM, CIFAR-10, 18 Heun steps',
    { ...edm, sigmas: [...list({ family: 'karras', levels: 18, sigmaMax: 80, sigmaMin: 0.002 }), 0] },
  ],
  [
    'EDM, ImageNet 64, 256 steps',
    { ...edm, sigmas: [...list({ family: 'karras', levels: 256, sigmaMax: 80, sigmaMin: 0.002 }), 0] },
  ],
  [
    'EDM2, 32 steps',
    { ...edm, dataStd: 0.5, sigmas: [...list({ family: 'karras', levels: 32, sigmaMax: 80, sigmaMin: 0.002 }), 0] },
  ],
  [
    'DDPM, linear betas, 1,000 steps',
    { sigmas: ddpm.toReversed(), sampler: 'ddpm', process: 'vp', trained: { sigmaMin: ddpm[0], sigmaMax: ddpm[999] } },
  ],
  [
    'DDIM, 50 of them, leading',
    {
      sigmas: atTimesteps(ddpm, leading(50, 1000, 1)),
      sampler: 'ddim',
      process: 'vp',
      trained: { sigmaMin: ddpm[0], sigmaMax: ddpm[999] },
    },
  ],
  [
    'Nichol & Dhariwal, cosine, 1,000 steps',
    { sigmas: cosineTable(1000).toReversed(), sampler: 'ddpm', process: 'vp' },
  ],
  ['iDDPM, cosine, 4,000 steps', { sigmas: cosineTable(4000).toReversed(), sampler: 'ddpm', process: 'vp' }],
  [
    'score_sde VE, predictor-corrector',
    {
      sigmas: geometric(50, 1000),
      sampler: 'predictor-corrector',
      dataRange: [0, 1],
      largestDistance: 50,
      trained: { sigmaMin: 0.01, sigmaMax: 50, dataRange: [0, 1] },
    },
  ],
  [
    'score_sde VP, Euler-Maruyama',
    {
      sigmas: list({ family: 'vp-linear', levels: 1000 }),
      sampler: 'euler-maruyama',
      process: 'vp',
      dataRange: [-1, 1],
      trained: { dataRange: [-1, 1] },
    },
  ],
  [
    'k-diffusion VP',
    { sigmas: [...list({ family: 'vp-linear', levels: 50 }), 0], sampler: 'heun', process: 'vp', appendsZero: false },
  ],
  [
    'k-diffusion Karras, Stable Diffusion',
    { ...stable, sigmas: [...list({ family: 'karras', levels: 20, ...sdRange }), 0] },
  ],
  [
    'k-diffusion exponential, Stable Diffusion',
    { ...stable, sigmas: [...list({ family: 'exponential', levels: 20, ...sdRange }), 0] },
  ],
  [
    'k-diffusion polyexponential, Stable Diffusion',
    { ...stable, sigmas: [...list({ family: 'polyexponential', levels: 30, rho: 1.2, ...sdRange }), 0] },
  ],
  [
    'Stable Diffusion 1.5, all 1,000 scaled-linear levels',
    { ...stable, sampler: 'euler', sigmas: [...sd.toReversed(), 0] },
  ],
  ...[25, 50, 100].map((n): [string, Patient] => [
    `Stable Diffusion 1.5, ${n} trailing steps (Lin et al. 2023)`,
    { ...stable, sampler: 'euler', sigmas: [...atTimesteps(sd, trailing(n, 1000)), 0] },
  ]),
  ...ALIGN_YOUR_STEPS.map(([name, sigmas]): [string, Patient] => [
    `Align Your Steps, ${name}`,
    { sampler: 'dpmpp2m', dataStd: 1, sigmas, appendsZero: true },
  ]),
  [
    'rectified flow, 50 Euler steps',
    { sigmas: [...flowTimes(50), 0], sampler: 'euler', process: 'flow', appendsZero: false },
  ],
  [
    'Stable Diffusion 3, shift 3, 28 steps',
    { sigmas: [...flowTimes(28, 3), 0], sampler: 'euler', process: 'flow', shift: 3, appendsZero: false },
  ],
  [
    'FLUX.1 at 1024 x 1024, shift e^1.15',
    {
      sigmas: [...flowTimes(28, Math.exp(1.15)), 0],
      sampler: 'euler',
      process: 'flow',
      shift: Math.exp(1.15),
      appendsZero: false,
    },
  ],
]

describe('sound published schedules, each with its own sampler and scale', () => {
  it('are at least thirty', () => expect(SOUND.length).toBeGreaterThanOrEqual(30))

  it.each(SOUND)('%s: no error, no warning', (_, patient) => {
    expect(diagnose(patient).filter(({ level }) => level !== 'note')).toEqual([])
  })
})
