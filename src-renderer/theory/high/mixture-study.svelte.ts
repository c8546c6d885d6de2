/** What the high-dimension page asks of the Gaussian mixture, and its answers. */
import type { DilationName } from '#theory/grids/time-grids.ts'
import { logarithmic, wholes } from '../places.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { Ask } from '../worker/worker-door.ts'
import type { PairedSpec } from './mixture-tasks.ts'

export type Interpolant = { alpha: 'trig' | 'lin'; variance: '1' | 'd' }
export const MOST_D = 1e6

/** Settings of the notebooks of arXiv:2501.00988, by the names of their files. */
export const SETTINGS = {
  gm_vp: { alpha: 'trig', variance: '1', dilation: 'vp', d: 3000, steps: 200, kappa: 5, m: 0.9, std: 0.1 },
  gm_ve: { alpha: 'trig', variance: 'd', dilation: 've-trig', d: 10_000, steps: 100, kappa: 3, m: 0.9575, std: 1 },
  'gm_ve_a_1-t': {
    alpha: 'lin',
    variance: 'd',
    dilation: 've-lin',
    d: 1_000_000,
    steps: 200,
    kappa: 3,
    m: 1,
    std: 0.5,
  },
} as const satisfies Record<string, Partial<PairedSpec>>
export type SettingName = keyof typeof SETTINGS

/** The dilations made for an interpolant; the first is its own. */
export function dilationsOf({ alpha, variance }: Interpolant): readonly Exclude<DilationName, 'none'>[] {
  if (variance === '1') return ['vp']
  return alpha === 'lin' ? ['ve-lin'] : ['ve-trig-alpha', 've-trig']
}

export class MixtureStudy {
  d = $state(10_000)
  steps = $state(100)
  kappa = $state(3)
  m = $state(1)
  std = $state(0.5)
  p = $state(0.8)
  samples = $state(40)
  seed = $state(0)
  interpolant = $state.raw<Interpolant>({ alpha: 'trig', variance: '1' })
  dilation = $state<Exclude<DilationName, 'none'>>('vp')

  readonly paths: Answer<'mixture/paths'>
  readonly againstD: Answer<'mixture/against-d'>
  readonly againstSteps: Answer<'mixture/against-steps'>

  constructor({ quick, slow }: { quick: Ask; slow: Ask }) {
    this.paths = new Answer('mixture/paths', quick)
    this.againstD = new Answer('mixture/against-d', slow)
    this.againstSteps = new Answer('mixture/against-steps', slow)
  }

  readonly spec = $derived<PairedSpec>({
    ...this.interpolant,
    d: this.d,
    steps: this.steps,
    dilation: this.dilation,
    kappa: this.kappa,
    m: this.m,
    std: this.std,
    p: this.p,
  })
  get fault() {
    return this.paths.fault
  }

  setInterpolant(change: Partial<Interpolant>) {
    this.interpolant = { ...this.interpolant, ...change }
    const fitting = dilationsOf(this.interpolant)
    if (!fitting.includes(this.dilation)) this.dilation = fitting[0]
  }
  take(name: SettingName) {
    const { alpha, variance, dilation, ...numbers } = SETTINGS[name]
    this.interpolant = { alpha, variance }
    this.dilation = dilation
    Object.assign(this, numbers, { p: 0.8 })
  }

  compute(spec: PairedSpec) {
    void this.paths.ask({ spec, samples: this.samples, coordinates: 24, seed: this.seed })
    void this.againstD.ask({ spec, values: logarithmic(10, MOST_D, 16).map(Math.round) })
    // Even numbers: one step must not straddle the two phases of a dilation.
    void this.againstSteps.ask({ spec, values: [...new Set(wholes(4, 1000, 16).map((n) => 2 * Math.round(n / 2)))] })
  }
}
