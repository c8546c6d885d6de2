import { describe, expect, it, vi } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { makeDataset } from '#datasets/dataset.ts'
import { uniforms } from '#theory/noise/philox.ts'
import { exportTraining, importTraining, startTraining } from '../training/training-state.ts'
import { moveImage } from './augment.ts'
import { buildClassifier, classify, FEATURES } from './classifier.ts'
import { evaluateClassifier } from './evaluate-classifier.ts'
import { classifierPlan, trainClassifier } from './train-classifier.ts'

vi.setConfig({ testTimeout: 120_000 })
const { tf } = await openCompute()

const inside = (p: number, label: number) => {
  const [row, column] = [Math.floor(p / 8), p % 8]
  return Math.floor(row / 4) === label >> 1 && Math.floor(column / 4) === (label & 1)
}

/** A bright square in one of the four quarters of a noisy image: the quarter is the class. */
function squares(count: number, seed: number) {
  const noise = new Float32Array(count * 64)
  uniforms({ seed, stream: 0, sample: 0, step: 0 }, noise)
  return makeDataset({
    name: 'squares',
    height: 8,
    width: 8,
    channels: 1,
    classes: ['a', 'b', 'c', 'd'],
    labels: Uint8Array.from({ length: count }, (_, i) => i % 4),
    pixels: Uint8Array.from(noise, (u, i) => 90 * u + (inside(i % 64, Math.floor(i / 64) % 4) ? 160 : 0)),
    floatRange: null,
  })
}
const data = squares(64, 1)
const config = { epochs: 10, batchSize: 16, learningRate: 3e-3, seed: 5 }

function begin(seed = 0) {
  const classifier = buildClassifier(tf, data, data.classes, seed)
  return { classifier, state: startTraining(tf, classifier) }
}

describe('trainClassifier', () => {
  it('learns classes that it has not seen the images of, and resumes to the same bytes', async () => {
    const { classifier, state } = begin()
    const before = evaluateClassifier(tf, classifier, squares(40, 2))
    const losses: number[] = []
    const tensors: number[] = []
    const { done } = await trainClassifier(tf, state, data, config, {
      onStep: (_, loss) => void (losses.push(loss), tensors.push(tf.memory().numTensors)),
    })
    expect(done).toBe(classifierPlan(config, data.count).steps)
    expect(new Set(tensors).size).toBe(1)
    expect(losses.at(-1)!).toBeLessThan(losses[0] / 3)
    const score = evaluateClassifier(tf, classifier, squares(40, 2))
    expect(score.accuracy).toBeGreaterThan(0.95)
    expect(score.accuracy).toBeGreaterThan(before.accuracy)
    expect(score.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([10, 10, 10, 10])
    expect(score.confusion.reduce((sum, row, i) => sum + row[i], 0) / 40).toBe(score.accuracy)

    const cut = begin()
    const abort = new AbortController()
    const { done: half } = await trainClassifier(tf, cut.state, data, config, {
      signal: abort.signal,
      onStep: (steps) => (steps === 17 ? abort.abort() : undefined),
    })
    const again = begin(9)
    importTraining(tf, again.state, exportTraining(cut.state))
    await trainClassifier(tf, again.state, data, config, {}, half)
    expect(exportTraining(again.state)).toEqual(exportTraining(state))
  })

  it('refuses data without classes, and images of another size', async () => {
    const { state } = begin()
    await expect(trainClassifier(tf, state, { ...data, labels: null }, config)).rejects.toThrow(/has no classes/)
    await expect(trainClassifier(tf, state, { ...data, height: 4, width: 16 }, config)).rejects.toThrow(/4 x 16 x 1/)
  })
})

describe('classify', () => {
  it('gives probabilities that add to 1 and 64 features, the same in any chunk', () => {
    const { classifier } = begin(3)
    for (const weight of classifier.weights.values()) weight.assign(weight.add(tf.randomNormal(weight.shape, 0, 0.1)))
    const images = Float32Array.from(data.pixels, (byte) => byte / 255)
    const [one, many] = [classify(tf, classifier, images, 7), classify(tf, classifier, images, 64)]
    expect(one.features).toHaveLength(64 * FEATURES)
    for (let i = 0; i < 64; i++)
      expect(one.probabilities.subarray(4 * i, 4 * i + 4).reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    const furthest = Math.max(...one.features.map((value, i) => Math.abs(value - many.features[i])))
    expect(furthest).toBeLessThan(1e-5)
  })
})

/** Row and column of the centre of brightness of a 28 x 28 image. */
const centre = (image: Float32Array) => {
  const total = image.reduce((a, b) => a + b)
  const mean = (of: (p: number) => number) => image.reduce((sum, value, p) => sum + value * of(p), 0) / total
  return [mean((p) => Math.floor(p / 28)), mean((p) => p % 28)]
}

describe('moveImage', () => {
  const shape = { height: 28, width: 28, channels: 1 }
  /** A smooth bump off the centre, so that a movement shows. */
  const bump = Float32Array.from({ length: 784 }, (_, p) =>
    Math.exp(-((Math.floor(p / 28) - 10) ** 2 + ((p % 28) - 17) ** 2) / 18),
  )
  const moved = (position: number) => {
    const out = new Float32Array(784)
    moveImage(bump, out, shape, 0, 1, position)
    return out
  }

  it('moves by at most 2 pixels, 12 degrees and 10 %, differently for each position, and keeps the brightness', () => {
    const centres = Array.from({ length: 200 }, (_, position) => centre(moved(position)))
    const distance = Math.hypot(10 - 13.5, 17 - 13.5)
    const most = Math.hypot(2, 2) + distance * ((12 * Math.PI) / 180 + 0.1) + 0.1
    const moves = centres.map(([row, column]) => Math.hypot(row - 10, column - 17))
    expect(Math.max(...moves)).toBeLessThan(most)
    expect(Math.max(...moves)).toBeGreaterThan(1.5)
    expect(new Set(moves).size).toBe(200)
    expect(Math.max(...moved(3))).toBeGreaterThan(0.9)
  })

  it('gives the same image for the same position', () => expect(moved(4)).toEqual(moved(4)))
})
