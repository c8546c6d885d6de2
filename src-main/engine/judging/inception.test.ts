/** Runs where `anneal setup --fid` has been: elsewhere marked as not run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasInception } from '#program/inception-cache.mjs'
import { openMnist } from '#datasets/mnist.ts'
import { parseNpy } from '#files/npy.ts'
import type { ResizeName } from '#diffusion/inception/resize.ts'
import { frechetOfFeatures } from '#theory/statistics/frechet-features.ts'
import { openInception } from './inception-features.ts'

const never = new AbortController().signal
const digits = { height: 28, width: 28, channels: 1 }
const SIZE = 784

async function featuresOf(split: 'train' | 'test', count: number, resize: ResizeName): Promise<Float32Array> {
  const { pixels } = await openMnist(split)
  const network = await openInception(resize)
  const features = await network.extract(pixels.subarray(0, count * SIZE) as Uint8Array, digits, never)
  await network.dispose()
  return features
}

describe.skipIf(!hasInception())('the features of FID', () => {
  // 4 x 2,048 for each resize: the same file's own network run by PyTorch 2.15 on pictures that torch.nn.functional.interpolate or
  // Pillow had resized.
  const file = join(import.meta.dirname, 'testing', 'inception-features.npy')
  const known = parseNpy(readFileSync(file), file).data

  it.each<[ResizeName, number]>([
    ['pytorch-fid', 0],
    ['clean-fid', 4],
  ])('of the first test digits, resized as %s does, are those that PyTorch computes', async (resize, first) => {
    const found = await featuresOf('test', 4, resize)
    const expected = known.subarray(first * 2048, (first + 4) * 2048)
    const largest = Math.max(...expected)
    const error = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0)
    expect(largest).toBeGreaterThan(1)
    expect(error / largest).toBeLessThan(1e-5)
  })

  // Minutes: where continuous integration runs.
  it.skipIf(!process.env.CI)(
    'give the FID of 500 digits against 500 that numpy gives of PyTorch’s features',
    async () => {
      const [samples, reference] = [
        await featuresOf('train', 500, 'pytorch-fid'),
        await featuresOf('test', 500, 'pytorch-fid'),
      ]
      const of = (rows: Float32Array, name: string) => ({ rows, d: 2048, name })
      const { distance } = frechetOfFeatures(of(samples, 'train'), of(reference, 'test'))
      // The trace of the root as the sum of numpy's singular values; SciPy's sqrtm, as pytorch-fid has it, gives 21.52470.
      expect(distance).toBeCloseTo(21.52475, 3)
    },
    900_000,
  )
})
