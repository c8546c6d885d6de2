/** What `bench compute` measures: each row is one piece of work that every contender does on the same weights and batch. */
import type { NetworkSpec } from '#diffusion/networks/network.ts'
import type { StepOptions } from '#diffusion/training/train-step.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'

export const SHAPE = { height: 28, width: 28, channels: 1 }
/** U-Net of base 32, 622,241 parameters; NCSNv2 of n = 64, 7,426,881. */
const UNET: NetworkSpec = { architecture: 'unet', base: 32, multipliers: [1, 2, 2], blocks: 1, attention: [], groups: 4, sigmaData: 0.335, dataRange: [0, 1] } // prettier-ignore
const NCSNV2: NetworkSpec = { architecture: 'ncsnv2', ngf: 64, dataRange: [0, 1] }
const EDM: StepOptions = { objective: 'edm', sigmaData: 0.335, clipNorm: 1 }
const DSM: StepOptions = { objective: 'dsm', sigmaData: 0.5, clipNorm: 1 }

export type NetworkRow = {
  kind: 'step' | 'forward'
  title: string
  network: NetworkSpec
  options: StepOptions
  batch: number
  contenders: readonly string[]
  /** Calls of each contender, interleaved. */
  rounds: number
}
export type EmpiricalRow = Omit<NetworkRow, 'kind' | 'network' | 'options'> & { kind: 'empirical' }
/** `n` images in chunks of `batch` down `sigmas`. */
export type SamplerRow = Omit<NetworkRow, 'kind'> & { kind: 'heun' | 'langevin'; n: number; sigmas: number[] }
/** The float64 spectrum of a data set; the classifier over 10,000 images. */
export type DataRow = Omit<EmpiricalRow, 'kind'> & { kind: 'spectrum' | 'classify'; data: 'mnist' | 'synthetic-cifar' }
export type Row = NetworkRow | SamplerRow | EmpiricalRow | DataRow

export const LEARNING_RATE = 1e-3
export const EMA_DECAY = 0.999

const ALL = ['eager', 'graph', 'graph-bfloat16', 'torch-channels-last', 'torch-nchw', 'torch-bfloat16'] as const

const SAMPLING = ['graph', 'graph-bfloat16', 'torch-channels-last', 'torch-bfloat16'] as const
/** step = eps (sigma/sigma_min)^2, a fifth of sigma^2. */
export const LANGEVIN = { sigmaMin: 0.01, eps: 2e-5 }

const levels = (family: 'karras' | 'geometric', count: number, sigmaMax: number, sigmaMin: number) => [
  ...sigmaSequence({ family, levels: count, sigmaMax, sigmaMin, ...(family === 'karras' ? { rho: 7 } : {}) } as never),
]

export const ROWS: Readonly<Record<string, Row>> = {
  'unet-step-32': { kind: 'step', title: 'U-Net step, batch 32', network: UNET, options: EDM, batch: 32, contenders: ALL, rounds: 20 }, // prettier-ignore
  'unet-step-128': { kind: 'step', title: 'U-Net step, batch 128', network: UNET, options: EDM, batch: 128, contenders: ALL, rounds: 12 }, // prettier-ignore
  'unet-forward-128': { kind: 'forward', title: 'U-Net forward, batch 128', network: UNET, options: EDM, batch: 128, contenders: ALL, rounds: 20 }, // prettier-ignore
  'ncsnv2-step-128': { kind: 'step', title: 'NCSNv2 (n = 64) step, batch 128', network: NCSNV2, options: DSM, batch: 128, contenders: ['graph', 'graph-bfloat16', 'torch-channels-last', 'torch-bfloat16'], rounds: 2 }, // prettier-ignore
  'ncsnv2-forward-100': { kind: 'forward', title: 'NCSNv2 (n = 64) forward, batch 100', network: NCSNV2, options: DSM, batch: 100, contenders: ALL, rounds: 5 }, // prettier-ignore
  'heun-1000': { kind: 'heun', title: 'Heun, 18 steps, 1,000 images, U-Net', network: UNET, options: EDM, batch: 100, n: 1000, sigmas: levels('karras', 18, 80, 0.002), contenders: SAMPLING, rounds: 1 }, // prettier-ignore
  'langevin-100': { kind: 'langevin', title: '100 annealed Langevin steps, 100 images, U-Net', network: UNET, options: EDM, batch: 100, n: 100, sigmas: levels('geometric', 100, 1, LANGEVIN.sigmaMin), contenders: SAMPLING, rounds: 2 }, // prettier-ignore
  empirical: { kind: 'empirical', title: 'exact denoiser of 60,000 MNIST images, batch 1,000', batch: 1000, contenders: ['eager', 'numpy'], rounds: 5 }, // prettier-ignore
  'spectrum-mnist': { kind: 'spectrum', title: 'float64 spectrum of 60,000 x 784', data: 'mnist', batch: 60_000, contenders: ['eager', 'numpy'], rounds: 3 }, // prettier-ignore
  'spectrum-cifar': { kind: 'spectrum', title: 'float64 spectrum of 50,000 x 3,072', data: 'synthetic-cifar', batch: 50_000, contenders: ['eager', 'numpy'], rounds: 2 }, // prettier-ignore
  'classify-10000': { kind: 'classify', title: 'classifier over 10,000 images', data: 'mnist', batch: 10_000, contenders: ['eager'], rounds: 3 }, // prettier-ignore
}
