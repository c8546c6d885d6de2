import { describe, expect, it } from 'vitest'
import { sigmaSequence } from '../sequences.ts'
import { diagnose } from './doctor.ts'
import type { Patient } from './findings.ts'
import { atTimesteps, flowTimes, leading, shiftTime, stableDiffusionTable, trailing } from './known-schedules.ts'

const sd = stableDiffusionTable()
const [sdMin, sdMax] = [sd[0], sd[999]]
const karras = (levels: number, sigmaMin: number, sigmaMax: number) => [
  ...sigmaSequence({ family: 'karras', levels, sigmaMin, sigmaMax }),
]
const stable: Omit<Patient, 'sigmas'> = {
  sampler: 'euler',
  process: 'vp',
  dataStd: 1,
  appendsZero: false,
  trained: { sigmaMin: sdMin, sigmaMax: sdMax },
}
const flow: Omit<Patient, 'sigmas'> = {
  sampler: 'euler',
  process: 'flow',
  shift: 3,
  appendsZero: false,
  trained: { sigmaMin: shiftTime(0.001, 3) },
}

/** A uniform grid between ends that already carry the shift, then shifted again. */
const shiftedTwice = (n: number) => {
  const end = shiftTime(0.001, 3)
  return [...Array.from({ length: n }, (_, i) => shiftTime(1 + ((end - 1) * i) / (n - 1), 3)), 0]
}

const trailing13 = trailing(13, 1000)

const HISTORIC: [string, Patient, string][] = [
  [
    'k-diffusion#37: Karras to .1 and then 0, the last step three times the one before',
    { ...stable, trained: {}, sigmas: [...karras(25, 0.1, 10), 0] },
    'last-step-jumps',
  ],
  [
    'stable-diffusion-webui#2794: a fixed range .1 to 10 for a model trained on .029 to 14.6',
    { ...stable, sigmas: [...karras(20, 0.1, 10), 0] },
    'sigma-min-too-large',
  ],
  [
    'diffusers PR #6477: the last Karras sigma repeated instead of a final 0',
    { ...stable, sampler: 'dpmpp2m', sigmas: [...karras(20, sdMin, sdMax), sdMin] },
    'last-sigma-repeated',
  ],
  [
    'diffusers#9261: trailing timesteps, previous timestep worked out as if they were leading',
    {
      ...stable,
      sampler: 'ddpm',
      sigmas: atTimesteps(sd, trailing13),
      appendsZero: true,
      steps: trailing13.map((t) => [sd[t], t >= 76 ? sd[t - 76] : 0] as const),
    },
    'broken-chain',
  ],
  [
    'diffusers#10003: 1,000 steps with offset 1 reach beyond the table and are clamped to its end',
    {
      ...stable,
      sampler: 'ddim',
      appendsZero: true,
      sigmas: atTimesteps(
        sd,
        leading(1000, 1000, 1).map((t) => Math.min(t, 999)),
      ),
    },
    'zero-step',
  ],
  [
    'diffusers PR #10267: flow sigmas without the closing 0',
    { ...flow, sampler: 'dpmpp2m', shift: 1, trained: {}, sigmas: flowTimes(20) },
    'missing-terminal-zero',
  ],
  ['diffusers#13243: the shift applied twice, 1,000 steps', { ...flow, sigmas: shiftedTwice(1000) }, 'double-shift'],
  ['diffusers PR #13246: the same in 28 steps', { ...flow, sigmas: shiftedTwice(28) }, 'double-shift'],
  ['diffusers#14411: stretching one step to a terminal value', { ...flow, sigmas: [NaN, 0] }, 'not-finite'],
  [
    'diffusers#3475: leading spacing starts below the last timestep, from pure noise',
    { ...stable, sigmas: [...atTimesteps(sd, leading(20, 1000, 1)), 0] },
    'starts-too-low',
  ],
  [
    'k-diffusion#64: a model trained to zero terminal SNR on a schedule that was not rescaled',
    { ...stable, sigmas: [...karras(20, sdMin, sdMax), 0], trained: { zeroTerminalSnr: true } },
    'non-zero-terminal-snr',
  ],
  [
    'InvokeAI#7601: the flag for zero terminal SNR is not read',
    {
      ...stable,
      sigmas: [...atTimesteps(sd, leading(20, 1000, 1)), 0],
      trained: { zeroTerminalSnr: true, sigmaMin: sdMin, sigmaMax: 4096 },
    },
    'non-zero-terminal-snr',
  ],
]

const OF_DETAIL = ['last-step-jumps', 'sigma-min-too-large']

describe('twelve bugs that schedules have had', () => {
  it('are twelve', () => expect(HISTORIC).toHaveLength(12))

  it.each(HISTORIC)('%s', (_, patient, code) => {
    const finding = diagnose(patient).find((found) => found.code === code)
    // Half a per cent of the spread is what the last step to 0 from .1 costs Stable Diffusion's latents.
    expect(finding?.level).toMatch(OF_DETAIL.includes(code) ? /note/ : /error|warning/)
    expect(finding!.message).toMatch(/\.$/)
    expect(finding!.why.length).toBeGreaterThan(20)
  })

  it('are healed by the list that the doctor offers', () => {
    let healed = 0
    for (const [, patient, code] of HISTORIC) {
      const fix = diagnose(patient).find((found) => found.code === code)!.fix
      if (!fix?.sigmas) continue
      const after = diagnose({ ...patient, sigmas: fix.sigmas, steps: undefined })
      expect(after.filter(({ level }) => level === 'error')).toEqual([])
      healed += 1
    }
    expect(healed).toBeGreaterThanOrEqual(7)
  })
})
