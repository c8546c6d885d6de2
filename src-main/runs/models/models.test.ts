/** One list of models, and each found by what a configuration calls it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeSafetensors, type StoredTensor } from '#files/safetensors.ts'
import { ledgerOptions } from '#contract/ledger.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { type History, openHistory } from '#history/history.ts'
import { saveBrought } from '#history/network-store.ts'
import { newRun, temporaryHome } from '#history/testing/example-history.ts'
import type { Home } from '#history/home.ts'
import type { NetworkDesk } from '#engine/networks/network-desk.ts'
import type { Surroundings } from '../references.ts'
import { resolveRun } from '../resolve-run.ts'
import { dataRangeOf, findModel, jobInput } from './find-model.ts'
import { openModelService, type ModelService } from './model-service.ts'

let home: Home
let history: History
let from: Surroundings
let models: ModelService
/** What the process for networks was asked; it answers nothing here. */
const asked: { task: string; input: unknown }[] = []
const desk = {
  ask: (task: string, input: unknown) => (asked.push({ task, input }), Promise.resolve({})),
  close() {},
} as unknown as NetworkDesk

const spec = { architecture: 'unet', data_range: [0, 1] }
const weights = (notes: object = {}): Uint8Array =>
  encodeSafetensors(
    new Map<string, StoredTensor>([['ema/w', { dtype: 'F32', shape: [2, 3], data: new Float32Array(6) }]]),
    {
      format: 'anneal-network-1',
      network: JSON.stringify(spec),
      shape: JSON.stringify({ height: 28, width: 28, channels: 1 }),
      ...notes,
    },
  )
const card = {
  parametrisation: 'eps',
  form: 'network',
  process: { name: 'vp', betas: 'linear', beta_start: 1e-4, beta_end: 0.02, timesteps: 1000, interpolation: 'nearest' },
  data_range: [-1, 1] as [-1, 1],
  bounded: true,
  time: { input: 't', kind: 'timestep', scale: 1 },
  shape: { height: 8, width: 8, channels: 3 },
  layout: 'nchw',
  input: 'x',
  output: 'y',
} as const

beforeAll(async () => {
  home = temporaryHome()
  history = openHistory(home)
  const resources = join(home.root, 'resources')
  from = { history, resources }
  models = openModelService(from, desk)
  for (const [name, notes] of [
    ['shipped', {}],
    ['judge', { format: 'anneal-classifier-1', classes: '["a","b"]' }],
  ] as const) {
    mkdirSync(join(resources, name), { recursive: true })
    writeFileSync(join(resources, name, 'weights.safetensors'), weights(notes))
  }
  const recipe = { dataset: { name: 'mnist' }, objective: { noise: { name: 'log-normal', p_mean: 0, p_std: 1 } } }
  writeFileSync(join(resources, 'shipped', 'card.json'), JSON.stringify({ recipe, weights_sha256: 'abc' }))
  await saveBrought(home.networks, 'ddpm', async (folder) => {
    writeFileSync(join(folder, 'model.onnx'), 'graph')
    return {
      kind: 'onnx',
      file: 'model.onnx',
      bytes: 5,
      parameters: 7,
      card,
      probe: null,
      source: 'ddpm.onnx',
      importedAt: 1,
      anneal: 'test',
    }
  })
  history.create({ ...newRun('train'), name: 'first' }) // 1
  history.create({ ...newRun('train'), name: 'twice' }) // 2
  history.create({ ...newRun('train'), name: 'twice' }) // 3
  const { id, folder } = history.read.need('1')
  mkdirSync(join(home.runs, folder, 'checkpoints'), { recursive: true })
  writeFileSync(join(home.runs, folder, 'checkpoints', '5.safetensors'), weights({ sha256: 'def' }))
  history.update(id, () => ({ checkpoint: { step: 5, file: 'checkpoints/5.safetensors' } }))
})
afterAll(() => {
  history.close()
  rmSync(home.root, { recursive: true, force: true })
})

describe('the list of models', () => {
  it('has shipped, brought and trained ones, networks and classifiers, each with what is known of it', () => {
    const all = Object.fromEntries(models.list().map((model) => [model.reference, model]))
    expect(models.list().map(({ reference }) => reference)).toEqual(['judge', 'shipped', 'ddpm', '1'])
    expect(all.shipped).toMatchObject({ role: 'network', origin: 'shipped', says: 'U-Net, EDM', parameters: 6, hash: 'abc', dataRange: [0, 1], lineage: { dataset: 'mnist' } })
    expect(all.shipped.sigmas!.sigmaMax).toBeCloseTo(Math.exp(2.5), 9)
    expect(all.judge).toMatchObject({ role: 'classifier', says: 'classifier of 2 classes' })
    expect(all.ddpm).toMatchObject({ origin: 'brought', kind: 'onnx', says: 'eps on vp (linear, 1000), ONNX', parameters: 7, dataRange: [-1, 1] })
    expect(all.ddpm.sigmas!.sigmaMax).toBeCloseTo(157.4, 1)
    expect(all['1']).toMatchObject({ origin: 'trained', name: 'first', hash: 'def', lineage: { run: 1 }, shape: { height: 28 } })
  }) // prettier-ignore

  it('leaves out what cannot be read, and hides nothing else for it', () => {
    mkdirSync(join(home.networks, 'broken'))
    writeFileSync(join(home.networks, 'broken', 'network.json'), '{')
    expect(models.list().map(({ reference }) => reference)).toContain('ddpm')
    rmSync(join(home.networks, 'broken'), { recursive: true })
  })
})

describe('a model is found', () => {
  const find = (reference: string) => findModel(reference, 'network', 'train', from)
  it('by the name it ships or was brought with, the number or the only name of its run, or as a file', () => {
    expect(find('shipped')).toMatchObject({ kind: 'shipped' })
    expect(find('ddpm')).toMatchObject({ kind: 'brought', network: { name: 'ddpm' } })
    for (const reference of ['1', '#1', 'first', history.read.need('1').id])
      expect(find(reference)).toMatchObject({ kind: 'run', run: { number: 1 } })
    const file = join(from.resources, 'shipped', 'weights.safetensors')
    expect(find(file)).toEqual({ kind: 'file', folder: join(from.resources, 'shipped'), weights: file })
  })

  it('with the range that its sigmas are measured against', () => {
    for (const [reference, range] of [['shipped', [0, 1]], ['ddpm', [-1, 1]], ['1', [0, 1]]] as const)
      expect(dataRangeOf(find(reference), from)).toEqual(range)
  }) // prettier-ignore

  it('and handed to an engine whole: file, card and the hash that it must have', () => {
    const folder = join(home.networks, 'ddpm')
    const { model } = jobInput(find('ddpm'), from)
    expect(model).toMatchObject({ kind: 'onnx', file: join(folder, 'model.onnx'), card })
    expect(model!.brought).toMatch(/^[0-9a-f]{64}$/)
    expect(jobInput(find('2'), from).model).toBeUndefined()
  })

  const refused: [string, RegExp][] = [
    ['twice', /2 runs are called twice. Name the one you mean by its number: /],
    ['dpm', /network: there is no model dpm. There are: judge, shipped, ddpm/],
    ['net.onnx', /there is no file .*net\.onnx/],
  ]
  it.each(refused)('or %j is refused', (reference, message) => expect(() => find(reference)).toThrow(message))

  it('or sent to its import, where a file needs a card', () => {
    const file = join(home.root, 'there.onnx')
    writeFileSync(file, '')
    expect(() => find(file)).toThrow('bring it in first with anneal networks import')
  })
})

describe('a run', () => {
  const schedule = { family: 'karras', levels: 5, sigma_max: 80, sigma_min: 0.002, data_range: [-1, 1] }
  const sample = (network: string) => parseRunConfig({ kind: 'sample', network, schedule })

  it('that names a run keeps its number, since names may be given twice', () => {
    const unit = { ...schedule, data_range: [0, 1] }
    const config = parseRunConfig({ kind: 'sample', network: 'first', schedule: unit })
    expect(resolveRun(config, from).config).toMatchObject({ network: '1' })
    expect(resolveRun(sample('ddpm'), from).config).toMatchObject({ network: 'ddpm' })
  })

  it('cannot go on from a network that is not of our architectures', () => {
    const config = parseRunConfig({
      kind: 'train',
      dataset: { name: 'mnist' },
      training: { steps: 1 },
      initial: 'ddpm',
    })
    expect(() => resolveRun(config, from)).toThrow('none of the architectures that are trained here')
  })
})

describe('the service of models', () => {
  it('asks for the loss over the levels that the network was trained at, or over those given', async () => {
    asked.length = 0
    await models.loss('shipped', {})
    await models.loss('ddpm', { sigmaMax: 5, sigmaMin: 1, n: 3 })
    expect(asked[0].input).toMatchObject({ n: 128, levels: 12, sigmaMin: Math.exp(-2.5) })
    expect(asked[1].input).toMatchObject({ n: 3, sigmaMax: 5, sigmaMin: 1 })
    await expect(models.loss('ddpm', { sigmaMax: 1, sigmaMin: 5 })).rejects.toThrow('sigma_max must be above sigma_min')
  })

  it('keeps a ledger of a training on its own data and along its own process, of another on data that are named', async () => {
    asked.length = 0
    const vp = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 }
    await models.ledger('1', {})
    await models.ledger('1', ledgerOptions.parse({ data: 'texture', process: { family: 'vp-linear', beta_min: 0.1, beta_max: 20 }, points: 11, eps: 0.01 })) // prettier-ignore
    const [own, along] = asked.map(({ input }) => input as { data: { name: string }; schedule: object; n: number })
    expect(own).toMatchObject({ data: { name: 'mnist' }, n: 256, schedule: { process: { family: 'edm', sigmaMax: expect.closeTo(6.0496, 3) }, levels: 101, grid: 'karras-7' } }) // prettier-ignore
    expect(along).toMatchObject({ data: { name: 'texture' }, schedule: { process: vp, levels: 11, eps: 0.01 } })
    await models.ledger('ddpm', { data: 'mnist' })
    expect(asked[2].input).toMatchObject({ schedule: { process: { family: 'edm', sigmaMax: 40 }, eps: 0.02 } })
    await expect(models.ledger('shipped', {})).rejects.toThrow(/^data: nothing says what .* was trained on/)
    await expect(models.ledger('judge', { data: 'mnist' })).rejects.toThrow('is a classifier, which has no score')
    await expect(models.ledger('1', { data: 'minst' })).rejects.toThrow('there is no data set minst')
    expect(() => ledgerOptions.parse({ points: 1 })).toThrow()
  })

  it('throws a brought network away and takes it back, but none that ships, and none that is at work', () => {
    expect(() => models.remove('shipped')).toThrow('ships with the program')
    expect(() => models.remove('1')).toThrow('is a run')
    models.remove('ddpm')
    expect(models.list().map(({ reference }) => reference)).not.toContain('ddpm')
    expect(models.restore('ddpm')).toMatchObject({ reference: 'ddpm' })
    const config = {
      ...parseRunConfig({
        kind: 'sample',
        network: 'ddpm',
        schedule: { family: 'karras', levels: 5, sigma_max: 80, sigma_min: 0.002 },
      }),
    }
    history.create({ ...newRun('sample'), config })
    expect(() => models.remove('ddpm')).toThrow(/Run \d+ is queued and samples with ddpm/)
  })

  it('imports under no name that ships', async () => {
    await expect(models.import({ path: '/x.onnx', card: {}, name: 'shipped' })).rejects.toThrow(
      'shipped ships with the program',
    )
  })

  it('hands out the file of a network, and refuses one without weights yet', () => {
    expect(models.fileOf('1')).toMatchObject({ kind: 'anneal' })
    expect(() => models.fileOf('2')).toThrow('network: 2 has no weights yet')
  })
})
