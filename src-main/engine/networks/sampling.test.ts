/** A sampling run that draws with a brought network: in its engine, resumed, and refused where its files were touched. */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { onnxBuilder } from '#compute/onnx/builder.ts'
import type { Job } from '#contract/engine.ts'
import { type RunConfigInput, runConfig } from '#contract/run-config.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { NetworkSpec } from '#diffusion/networks/network.ts'
import { exportWeights } from '#diffusion/training/training-state.ts'
import type { BroughtNetwork } from '#history/network-store.ts'
import { sampleJob } from '../jobs/sample.ts'
import { encodeNetwork } from '../network-file.ts'
import { readSamples } from '../sample-files.ts'
import { openRecordingPort } from '../testing/recording-port.ts'
import { importNetwork, type ImportRoom } from './import-network.ts'

let home: string
let room: ImportRoom
let gaussian: BroughtNetwork
beforeAll(async () => {
  const { tf } = await openCompute()
  home = mkdtempSync(join(tmpdir(), 'anneal-sampling-'))
  room = { tf, home, networks: join(home, 'networks'), anneal: 'test', tell: () => {} }
  const graph = onnxBuilder()
  const [x, sigma] = [graph.input('x', ['B', 1, 4, 4]), graph.input('sigma', ['B'])]
  const level = graph.add('Reshape', [sigma, graph.ints([-1, 1, 1, 1])])
  const total = graph.add('Add', [graph.add('Mul', [level, level]), graph.float(0.04)])
  // The score of N(0.5, 0.04), in [0, 1].
  const y = graph.add('Div', [graph.add('Sub', [graph.float(0.5), x]), total])
  const file = join(home, 'gaussian.onnx')
  writeFileSync(file, graph.finish({ name: 'y', from: y, dims: ['B', 1, 4, 4] }))
  const card = { parametrisation: 'score', process: { name: 've' }, data_range: [0, 1], bounded: false }
  gaussian = await importNetwork({ path: file, card }, room)
})
afterAll(() => rmSync(home, { recursive: true }))

const config: RunConfigInput = {
  kind: 'sample',
  network: 'gaussian',
  n: 200,
  schedule: { family: 'karras', levels: 18, sigma_max: 20, sigma_min: 0.01, data_range: [0, 1] },
  sampler: { name: 'heun' },
}

async function run(network: BroughtNetwork, change: Partial<RunConfigInput> = {}, resume = false) {
  const folder = mkdtempSync(join(home, 'run-'))
  mkdirSync(join(folder, 'samples'))
  const file = join(network.folder, network.file)
  const model = { kind: network.kind, file, card: network.card, brought: network.hash }
  const inputs = { gaussian: { folder: network.folder, weights: file, runId: null, kind: 'brought', model } }
  const { port, said } = openRecordingPort()
  const parsed = runConfig.parse({ ...config, ...change })
  const job: Job = { runId: 'x', config: parsed, folder, inputs, home, resume }
  return { end: await sampleJob(job, port), folder, said }
}

it('draws the law that the network knows, unclamped, and keeps the hash of all its content', async () => {
  const { end, folder } = await run(gaussian)
  expect(end).toBe('finished')
  const { images } = readSamples(folder)
  const mean = images.reduce((sum, value) => sum + value, 0) / images.length
  const std = Math.sqrt(images.reduce((sum, value) => sum + (value - mean) ** 2, 0) / images.length)
  // 3,200 numbers know their mean to .0035 and their deviation to 1.3 %; 18 steps add 3 %.
  expect(mean).toBeCloseTo(0.5, 1)
  expect(std / 0.2).toBeGreaterThan(0.93)
  expect(std / 0.2).toBeLessThan(1.1)
  const record = JSON.parse(readFileSync(join(folder, 'samples', 'record.json'), 'utf8')) as { weights: string }
  expect(record.weights).toBe(gaussian.hash)
})

it('is asked for nothing that ONNX Runtime does not do', async () => {
  await expect(run(gaussian, { execution: { mode: 'graph' } } as Partial<RunConfigInput>)).rejects.toThrow(
    'set execution.mode to auto',
  )
  await expect(run(gaussian, { execution: { precision: 'bfloat16' } } as Partial<RunConfigInput>)).rejects.toThrow(
    'set execution.precision to float32',
  )
})

it("opens Anneal's own weights under a name of their own", async () => {
  const spec: NetworkSpec = { architecture: 'mlp', width: 4, depth: 1, sigmaData: 0.2, dataRange: [0, 1] }
  const shape = { height: 4, width: 4, channels: 1 }
  const network = buildNetwork(room.tf, spec, shape, 1)
  const file = join(home, 'mine.safetensors')
  const tensors = exportWeights(network, 'ema/')
  writeFileSync(file, encodeNetwork({ spec, shape, tensors, unbounded: false, notes: {} }))
  const brought = await importNetwork({ path: file, card: {} }, room)
  expect(brought).toMatchObject({ name: 'mine', kind: 'anneal', card: null, parameters: network.parameterCount })
  expect((await run(brought, { n: 2 })).end).toBe('finished')
  network.dispose()
})

it('is refused where a file of the network was touched', async () => {
  const copy = await importNetwork(
    { path: join(gaussian.folder, 'model.onnx'), card: gaussian.card!, name: 'touched' },
    room,
  )
  writeFileSync(join(copy.folder, 'model.onnx'), new Uint8Array(10))
  await expect(run(copy)).rejects.toThrow('Network touched is damaged: model.onnx is changed. Import it again.')
})
