/** Named pairs of curves with ends that are asked, and the spectra of data that some of them weigh levels by. Pure. */
import type { CurvesFamily } from '#theory/grids/two-curves.ts'
import type { TwoCurvesShape } from './curve-knots.ts'

export const ENDS = { levels: 281, sigmaMin: 0.01, sigmaMax: 0.1, corruptionMax: 4 }
export const SIZE = 32

export const SPECTRA = {
  path: { label: '1, 0.5, 0.1, 0.01', frequencies: [0, 1, 4, 12], spectrum: [1, 0.5, 0.1, 0.01] },
  natural: {
    label: '1/k², as of natural images',
    frequencies: [0, 1, 2, 4, 8, 16],
    spectrum: [2, 1, 1 / 4, 1 / 16, 1 / 64, 1 / 256],
  },
} as const
export type SpectrumName = keyof typeof SPECTRA

/** A named pair of curves with the ends that are asked. */
export function namedShape(family: CurvesFamily, ends: typeof ENDS, spectrum: readonly number[]): TwoCurvesShape {
  const staged = { ...ends, noiseShare: 0.2 }
  const blurred = { ...staged, spectrum: [...spectrum], size: SIZE }
  switch (family) {
    case 'two-stage':
      return { kind: 'curves', spec: { family, ...staged } }
    case 'joint':
      return { kind: 'curves', spec: { family, ...ends } }
    case 'mse-matched':
      return { kind: 'curves', spec: { family, ...blurred, veSigmaMax: 50, veSigmaMin: 0.01 } }
    case 'blur-path':
      return { kind: 'curves', spec: { family, ...blurred, candidates: 128, nodes: 16 } }
  }
}
