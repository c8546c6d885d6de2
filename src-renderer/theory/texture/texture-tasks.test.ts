import { expect, it } from 'vitest'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { gaussianTexture } from '#theory/laws/gaussian-texture.ts'
import { TEXTURE_TASKS } from './texture-tasks.ts'

const pixels = Float64Array.from({ length: 8 * 8 * 3 }, (_, i) => 0.5 + 0.3 * Math.sin(i * i))
const picture = { height: 8, width: 8, channels: 3, pixels }

it('draws samples of the picture’s size and mean, and counts the zeros of its spectrum', () => {
  const { spectrum, eigenvalues, zeros, trace, samples } = TEXTURE_TASKS['texture/samples']({
    picture,
    seed: 0,
    samples: 2,
  })
  expect([eigenvalues, zeros]).toEqual([192, 129])
  expect(spectrum.map(({ y }) => y)).toEqual(spectrum.map(({ y }) => y).toSorted((a, b) => b - a))
  expect(trace).toBeCloseTo(
    gaussianTexture(picture).spectrum.reduce((a, b) => a + b),
    12,
  )
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length
  for (const sample of samples) expect(mean(sample)).toBeCloseTo(mean(pixels), 10)
  expect(samples[0]).not.toEqual(samples[1])
})

it('tabulates the texture as the oracle answers for its spectrum', () => {
  const { rows } = TEXTURE_TASKS['texture/table']({ picture })
  const { w2 } = gaussianErrors({
    spectrum: gaussianTexture(picture).spectrum,
    process: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
    scheme: 'heun',
    points: 1000,
    eps: 1e-3,
  })
  expect(rows.find(({ scheme, eps }) => scheme === 'heun' && eps === 1e-3)!.w2[9]).toBeCloseTo(w2, 10)
})
