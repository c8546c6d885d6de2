import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { buildInception, inceptionConvolutions } from './architecture.ts'
import { foldBatchNorm } from './fold-batch-norm.ts'
import { makeResizer, PICTURE_NUMBERS } from './resize.ts'
import { readInceptionWeights } from './weights.ts'

it('has the convolutions of the published network and its weights, those of the auxiliary head and the classes left out', () => {
  const layers = inceptionConvolutions()
  expect(layers).toHaveLength(94)
  const count = ({ inputs, outputs, kernel: [rows, columns] }: (typeof layers)[number]) =>
    inputs * outputs * rows * columns
  // torchvision's Inception-v3 has 21,785,568 parameters without classes and head: kernels, and two numbers a channel of every norm.
  expect(
    layers.reduce((sum, layer) => sum + count(layer), 0) + 2 * layers.reduce((sum, { outputs }) => sum + outputs, 0),
  ).toBe(21_785_568)
})

it('brings 299 pixels to 8 by the sides that the paper tables, and ends in 2,048 features', () => {
  type Map = { side: number; width: number }
  const sides: number[] = []
  const seen = (map: Map) => (sides.at(-1) === map.side || sides.push(map.side), map)
  const end = buildInception<Map>(
    { side: 299, width: 3 },
    {
      convolve: ({ side, width }, { inputs, outputs, kernel: [rows, columns], stride, padding: [up, left] }) => {
        expect(width).toBe(inputs)
        const [height, breadth] = [side + 2 * up - rows, side + 2 * left - columns].map(
          (room) => Math.floor(room / stride) + 1,
        )
        expect(height).toBe(breadth)
        return { side: height, width: outputs }
      },
      maxPool: ({ side, width }, stride) => ({ side: stride === 1 ? side : Math.floor((side - 3) / 2) + 1, width }),
      averagePool: (map) => ({ ...map }),
      concat: (parts) => {
        expect(new Set(parts.map(({ side }) => side)).size).toBe(1)
        return seen({ side: parts[0].side, width: parts.reduce((sum, { width }) => sum + width, 0) })
      },
      average: (map) => ({ side: 1, width: map.width }),
    },
  )
  expect(sides).toEqual([35, 17, 8])
  expect(end).toEqual({ side: 1, width: 2048 })
})

it('draws a batch norm into its convolution', () => {
  const stored = {
    kernel: Float32Array.of(1, 2, -3, 4),
    beta: Float32Array.of(0.5, -1),
    mean: Float32Array.of(2, 3),
    variance: Float32Array.of(0.249, 3.999),
  }
  const { kernel, bias } = foldBatchNorm(stored)
  // sqrt(.249 + .001) = .5 and sqrt(3.999 + .001) = 2
  expect([...kernel]).toEqual([2, 4, -1.5, 2].map((value) => expect.closeTo(value, 5)))
  expect([...bias]).toEqual([0.5 - 4, -1 - 1.5].map((value) => expect.closeTo(value, 5)))
})

it('resizes constant pictures to constants in the range of either way, grey repeated to three channels', () => {
  const planes = new Float32Array(PICTURE_NUMBERS)
  makeResizer({ height: 4, width: 6, channels: 1 }, 'pytorch-fid')(new Uint8Array(24).fill(51), planes, 0)
  expect(planes.every((value) => Math.abs(value + 0.6) < 1e-6)).toBe(true)
  makeResizer({ height: 4, width: 6, channels: 3 }, 'clean-fid')(new Uint8Array(72).fill(192), planes, 0)
  expect(planes.every((value) => Math.abs(value - 0.5) < 1e-6)).toBe(true)
})

it('refuses a file whose arrays are not the network’s, naming file and remedy, and opens nothing else in it', () => {
  const zip = zipSync({
    'x/data.pkl': strToU8('cposix\nsystem'),
    'x/data/0': new Uint8Array(4 * 864),
    'x/data/1': new Uint8Array(4),
  })
  expect(() => readInceptionWeights(zip, 'other.zip')).toThrow(
    /other\.zip is not the network of FID: its array 1 has 4 bytes where 128 belong\. Run anneal setup --fid/,
  )
  expect(() => readInceptionWeights(zip.subarray(0, -40), 'cut.zip')).toThrow(/cut\.zip is no whole \.zip/)
})
