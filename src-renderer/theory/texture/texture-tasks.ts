/** What is computed of a picture's texture: its spectrum, exact samples, and the ablation table. Pure; run in the worker. */
import { errorTable, type ErrorTable } from '#theory/errors/table.ts'
import { gaussianTexture, sampleTexture, type Picture } from '#theory/laws/gaussian-texture.ts'
import type { Point } from '../../charts/plain-data.ts'
import { wholes } from '../places.ts'

export type TextureAnswer = {
  /** Eigenvalues above 0 against their rank, largest first, at places even on a logarithmic axis. */
  spectrum: readonly Point[]
  eigenvalues: number
  zeros: number
  /** Sum of the eigenvalues: the picture's variance summed over its pixels. */
  trace: number
  /** Exact samples, each as large as the picture. */
  samples: readonly Float64Array[]
}
export type TextureQuestion = { picture: Picture; seed: number; samples: number }

const PLACES = 160

export const TEXTURE_TASKS = {
  'texture/samples': ({ picture, seed, samples }: TextureQuestion): TextureAnswer => {
    const texture = gaussianTexture(picture)
    const positive = texture.spectrum.filter((value) => value > 0).toSorted((a, b) => b - a)
    const ranks = positive.length > 0 ? wholes(1, positive.length, PLACES) : []
    return {
      spectrum: ranks.map((rank) => ({ x: rank, y: positive[rank - 1] })),
      eigenvalues: texture.spectrum.length,
      zeros: texture.spectrum.length - positive.length,
      trace: positive.reduce((a, b) => a + b, 0),
      samples: Array.from({ length: samples }, (_, sample) => sampleTexture(texture, { seed, sample })),
    }
  },
  'texture/table': ({ picture }: { picture: Picture }): ErrorTable => errorTable(gaussianTexture(picture).spectrum),
}
