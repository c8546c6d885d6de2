import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { makeDataset } from '#datasets/dataset.ts'
import { buildNetwork } from '../networks/build-network.ts'
import type { NetworkSpec } from '../networks/network.ts'
import { batches } from './batches.ts'
import { type GraphStep, openGraphStep, recordStep } from './graph-step.ts'
import { eagerStep, type LoopConfig, stepInputs, stepOptions, train } from './loop.ts'
import { disposeTraining, exportTraining, importTraining, type NamedTensors, startTraining } from './training-state.ts'

const { tf, name } = await openCompute()

/** Bars at four places: 8 x 8 bytes. */
const bars = makeDataset({
  name: 'bars',
  height: 8,
  width: 8,
  channels: 1,
  classes: [],
  labels: null,
  pixels: Uint8Array.from({ length: 12 * 64 }, (_, p) =>
    Math.floor((p % 8) / 2) === Math.floor(p / 64) % 4 ? 255 : 0,
  ),
  floatRange: null,
})
const UNET: NetworkSpec = { architecture: 'unet', base: 8, multipliers: [1, 2], blocks: 1, attention: [4], groups: 4, sigmaData: 0.5, dataRange: [-1, 1] } // prettier-ignore
/**
 * `stateTolerance` is of a tensor's largest value, after 50 steps. Adam divides by the size of the gradient, so one that is 0 but
 * for rounding (the bias of attention's keys: measured 1.3e-4) moves a weight all the same; and max pooling passes a gradient to
 * one of two pixels that differ in their last digit (NCSNv2: 6e-4). Without either, as in the MLP, digits stay.
 */
const NETWORKS: Record<string, { spec: NetworkSpec; objective: 'edm' | 'dsm'; stateTolerance: number }> = {
  unet: { spec: UNET, objective: 'edm', stateTolerance: 2e-3 },
  ncsnv2: { spec: { architecture: 'ncsnv2', ngf: 4, dataRange: [0, 1] }, objective: 'dsm', stateTolerance: 2e-3 },
  mlp: {
    spec: { architecture: 'mlp', width: 16, depth: 2, sigmaData: 1, dataRange: [-1, 1] },
    objective: 'edm',
    stateTolerance: 1e-5,
  },
}
const config: LoopConfig = {
  steps: 50,
  batchSize: 4,
  learningRate: 1e-3,
  learningRateSchedule: 'cosine',
  warmUp: 5,
  clipNorm: 1,
  emaDecay: 0.99,
  flip: false,
  checkpointEvery: 10,
  seed: 4,
  objective: { name: 'edm', noise: { name: 'log-normal', pMean: -1.2, pStd: 1.2 } },
}

function begin(spec: NetworkSpec, loop = config) {
  const network = buildNetwork(tf, spec, bars, 1)
  const state = startTraining(tf, network)
  const nextBatch = batches({ dataset: bars, dataRange: network.dataRange, noise: loop.objective.noise, ...loop })
  const inputsOf = (step: number) => stepInputs(tf, nextBatch(step), state, loop, step + 1)
  const end = () => (disposeTraining(state), network.dispose())
  return { state, inputsOf, options: stepOptions(state, loop), end }
}

function openGraph({ state, inputsOf, options }: ReturnType<typeof begin>): GraphStep {
  const inputs = inputsOf(0)
  const program = recordStep(tf, state, inputs, options, 'float32')
  tf.dispose({ ...inputs })
  return openGraphStep(tf, state, program)
}

const bytes = (tensors: NamedTensors) =>
  Buffer.concat([...tensors.values()].map(({ data }) => Buffer.from(data.buffer)))

describe.skipIf(name !== 'tensorflow')('the training step as a graph', () => {
  it.each(Object.keys(NETWORKS))(
    'gives the losses of the eager step over 50 steps of a small %s',
    (key) => {
      const { spec, objective, stateTolerance } = NETWORKS[key]
      const loop = { ...config, objective: { ...config.objective, name: objective } }
      const [graphRun, eagerRun] = [begin(spec, loop), begin(spec, loop)]
      const graph = openGraph(graphRun)
      const eager = eagerStep(tf, eagerRun.state, eagerRun.options)
      const before = tf.memory().numTensors
      let worst = 0
      for (let step = 0; step < loop.steps; step++) {
        const inputs = graphRun.inputsOf(step)
        const outputs = [graph.step(inputs), eager(inputs)]
        const [found, wanted] = outputs.map(({ loss }) => loss.dataSync()[0])
        worst = Math.max(worst, Math.abs(found - wanted) / wanted)
        tf.dispose({ ...inputs })
        outputs.forEach((output) => tf.dispose({ ...output }))
      }
      expect(tf.memory().numTensors).toBe(before)
      expect(worst).toBeLessThan(2e-6)
      graph.sync()
      const wanted = exportTraining(eagerRun.state)
      for (const [tensor, { data }] of exportTraining(graphRun.state)) {
        const target = wanted.get(tensor)!.data
        const largest = target.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30)
        const difference = data.reduce((most, value, i) => Math.max(most, Math.abs(value - target[i])), 0)
        expect(difference / largest, tensor).toBeLessThan(stateTolerance)
      }
      graph.dispose()
      graphRun.end()
      eagerRun.end()
    },
    120_000,
  )

  it('interrupted and resumed in another session ends in the same bytes', async () => {
    const loop = { ...config, steps: 24 }
    const whole = begin(UNET, loop)
    const graph = openGraph(whole)
    await train(tf, whole.state, bars, loop, { step: graph.step })
    graph.sync()

    const cut = begin(UNET, loop)
    const first = openGraph(cut)
    let saved: NamedTensors = new Map()
    const abort = new AbortController()
    const stopped = await train(tf, cut.state, bars, loop, {
      step: first.step,
      signal: abort.signal,
      onStep: (done) => (done === 13 ? abort.abort() : undefined),
      onCheckpoint: () => (first.sync(), void (saved = exportTraining(cut.state))),
    })
    expect(stopped).toEqual({ outcome: 'cancelled', done: 13 })
    first.dispose()

    const again = begin(UNET, loop)
    importTraining(tf, again.state, saved)
    const second = openGraph(again)
    await train(tf, again.state, bars, loop, { step: second.step }, stopped.done)
    second.sync()
    expect(bytes(exportTraining(again.state)).equals(bytes(exportTraining(whole.state)))).toBe(true)
    graph.dispose()
    second.dispose()
    for (const run of [whole, cut, again]) run.end()
  }, 120_000)
})
