import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeSafetensors } from '#files/safetensors.ts'
import { parseRunConfig } from '#contract/parse.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { type History, openHistory } from '#history/history.ts'
import type { Home } from '#history/home.ts'
import { newRun, temporaryHome } from '#history/testing/example-history.ts'
import type { Surroundings } from './references.ts'
import { learnedFrom } from './learned-from.ts'
import { resolveReference } from './resolve-reference.ts'
import { datasetSpec } from '#contract/dataset.ts'
import { jobOf, resolveRun } from './resolve-run.ts'

let home: Home
let history: History
let from: Surroundings
let file: string
beforeAll(() => {
  home = temporaryHome()
  history = openHistory(home)
  const resources = join(home.root, 'resources')
  from = { history, resources }
  const network = { architecture: 'unet', data_range: [-1, 1] }
  const bytes = encodeSafetensors(new Map(), { network: JSON.stringify(network) })
  mkdirSync(join(resources, 'shipped'), { recursive: true })
  writeFileSync(join(resources, 'shipped', 'weights.safetensors'), bytes)
  file = join(home.root, 'mine.safetensors')
  writeFileSync(file, bytes)
  writeFileSync(join(home.root, 'evil.pkl'), 'x')
  writeFileSync(join(home.root, 'short.safetensors'), bytes.subarray(0, 20))
  writeFileSync(join(home.root, 'foreign.safetensors'), encodeSafetensors(new Map(), {}))
  history.create(newRun('train')) // 1, in [0, 1]
  history.create(newRun('sample')) // 2
})
afterAll(() => {
  history.close()
  rmSync(home.root, { recursive: true, force: true })
})

const schedule = { family: 'karras', levels: 5, sigma_max: 80, sigma_min: 0.002, data_range: [-1, 1] }
const sample = (more: object = {}) => parseRunConfig({ kind: 'sample', network: 'shipped', schedule, ...more })
const resolve = (more: object) => {
  const resolved = resolveRun(sample(more), from)
  if (resolved.config.kind !== 'sample') throw new Error()
  return { ...resolved, config: resolved.config }
}

describe('an exact score', () => {
  const exact = (more: object) =>
    resolveRun(parseRunConfig({ kind: 'sample', schedule, ...more }), from).config as Extract<
      RunConfig,
      { kind: 'sample' }
    >

  it('takes the units of the schedule, needs no network and has no parents', () => {
    const score = { name: 'gaussian', dataset: { name: 'mnist' } }
    const config = exact({ score })
    expect(config.schedule.data_range).toEqual([-1, 1])
    expect(config).not.toHaveProperty('network')
    const { data_range: _, ...bare } = schedule
    expect(exact({ score, schedule: bare }).schedule.data_range).toEqual([0, 1])
    const run = history.create({ ...newRun('sample'), config })
    expect(jobOf(history.read.get(run.id), false, home, from).inputs).toEqual({})
  })

  it('is what mala needs', () => {
    const sampler = { name: 'mala' }
    expect(exact({ score: { name: 'banana' }, sampler }).sampler.name).toBe('mala')
    expect(() => resolve({ sampler })).toThrow('sampler.name: mala accepts its steps by the density')
  })

  it('names the data that its samples are judged against', () => {
    const dataset = { name: 'mnist', split: 'train' as const, subset: { n: 50, seed: 3 } }
    const config = exact({ score: { name: 'empirical', dataset } })
    const samples = history.create({ ...newRun('sample'), config })
    expect(learnedFrom(samples, from)).toEqual(dataset)
    const toy = history.create({ ...newRun('sample'), config: exact({ score: { name: 'rings' } }) })
    expect(() => learnedFrom(toy, from)).toThrow('reference: nothing says what exact, rings learned from')
  })

  it('and remarks on others that are named instead, not on the same written out', () => {
    const dataset = { name: 'mnist', split: 'train' as const, subset: { fractions: { '1': 0.35 }, seed: 0 } }
    const config = exact({ score: { name: 'empirical', dataset } })
    const samples = history.create({ ...newRun('sample'), config })
    const judged = (reference?: object) => resolveReference(reference && datasetSpec.parse(reference), samples, from)
    expect(judged()).toEqual({ reference: dataset, remarks: [] })
    expect(judged({ name: 'mnist', subset: { fractions: { '1': 0.35 } } }).remarks).toEqual([])
    const [remark] = judged({ name: 'mnist' }).remarks
    expect(remark).toMatchObject({ code: 'other-reference', field: 'reference' })
    expect(remark.message).toMatch(/^Judged against mnist, while run \d+ was drawn with a score of mnist, 35 % of 1:/)
  })

  it('or a network, by what it was trained on', () => {
    const trained = history.read.need('1')
    const config = sample({ network: '1', schedule: { ...schedule, data_range: [0, 1] } })
    const samples = history.create({ ...newRun('sample'), config, parents: [trained.id] })
    expect(learnedFrom(samples, from)).toMatchObject({ name: 'mnist', split: 'train' })
    const other = history.create({ ...newRun('sample'), config: sample({}) })
    expect(() => learnedFrom(other, from)).toThrow('nothing says what shipped learned from')
  })
})

const compare = (runs: string[]) => resolveRun(parseRunConfig({ kind: 'compare', runs }), from)

describe('what a configuration names', () => {
  it('a shipped network, a run by number or id, a file', () => {
    expect(resolve({}).parents).toEqual([])
    const { id } = history.read.need('1')
    for (const network of ['1', '#1', id])
      expect(resolve({ network, schedule: { ...schedule, data_range: [0, 1] } }).parents).toEqual([id])
    expect(resolve({ network: file }).config.network).toBe(file)
  })

  it('inputs of a job say where the weights are, once there are some', () => {
    const { id, folder } = history.read.need('1')
    const config = sample({ network: '1', schedule: { ...schedule, data_range: [0, 1] } })
    const run = history.create({ ...newRun('sample'), config, parents: [id] })
    const inputs = () => jobOf(history.read.get(run.id), false, home, from).inputs
    expect(inputs()).toEqual({ '1': { folder: join(home.runs, folder), weights: null, runId: id, kind: 'train' } })
    history.update(id, () => ({ checkpoint: { step: 3, file: 'checkpoints/3.safetensors' } }))
    const file = join(home.runs, folder, 'checkpoints/3.safetensors')
    expect(inputs()['1']).toMatchObject({ weights: file, model: { kind: 'anneal', file, card: null, brought: null } })
  })

  it('a job reads the runs that its run was made from, whatever has their numbers by now', () => {
    const parent = '0198c5b2-7d1e-7a31-9a57-3c0c5b7d9a10'
    const config = sample({ network: '1', schedule: { ...schedule, data_range: [0, 1] } })
    const foreign = history.create({ ...newRun('sample'), config, parents: [parent] })
    expect(() => jobOf(history.read.get(foreign.id), false, home, from)).toThrow(`network: there is no run ${parent}`)
  })

  it.each<[object, RegExp]>([
    [{ network: '99' }, /network: there is no run 99/],
    [{ network: '2' }, /network: run 2 is of kind sample; a run of kind train belongs here/],
    [{ network: 'shiped' }, /network: there is no model shiped\. There are: shipped\./],
    [{ network: '/no/such.safetensors' }, /network: there is no file \/no\/such\.safetensors/],
    [{ network: 'EVIL' }, /no \.safetensors file; weights are read in no other form/],
    [{ network: 'SHORT' }, /not a whole safetensors file/],
    [{ network: 'FOREIGN' }, /says nothing of its network/],
  ])('refuses %j', (more, message) => {
    const named = { EVIL: 'evil.pkl', SHORT: 'short.safetensors', FOREIGN: 'foreign.safetensors' } as Record<
      string,
      string
    >
    const { network } = more as { network: string }
    expect(() => resolve({ network: named[network] ? join(home.root, named[network]) : network })).toThrow(message)
  })

  it('a comparison of known sampling runs, each once; a path of data that is there', () => {
    expect(compare(['2']).parents).toEqual([history.read.need('2').id])
    expect(() => compare(['2', '#2'])).toThrow(/runs: run 2 is named twice/)
    expect(() => compare(['2', '1'])).toThrow(/runs\.1: run 1 is of kind train/)
    const train = parseRunConfig({ kind: 'train', dataset: { path: 'no such' }, training: { steps: 1 } })
    expect(() => resolveRun(train, from)).toThrow(/dataset\.path: there is nothing at \//)
    const named = (name: string) => parseRunConfig({ kind: 'train', dataset: { name }, training: { steps: 1 } })
    expect(() => resolveRun(named('minst'), from)).toThrow(
      /dataset\.name: there is no data set minst\. Did you mean mnist\?/,
    )
    expect(() => resolveRun(named('cifar10'), from)).toThrow(/`anneal datasets import FILE name=cifar10-train`/)
    for (const name of ['mnist', 'rings', 'texture']) expect(() => resolveRun(named(name), from)).not.toThrow()
  })

  it('what a job reads must be finished when it starts', () => {
    const run = history.create({ ...newRun('compare'), config: parseRunConfig({ kind: 'compare', runs: ['2'] }) })
    expect(() => jobOf(history.read.get(run.id), false, home, from)).toThrow(
      /runs\.0: run 2 is queued; its samples are not all/,
    )
  })
})

describe('the range of the data', () => {
  it('is that of the network where the schedule has none', () => {
    const { data_range: _, ...bare } = schedule
    const { config, schedule: file } = resolve({ schedule: bare })
    expect(config.schedule.data_range).toEqual([-1, 1])
    expect(file).toMatchObject({ dataRange: [-1, 1], converted: null, order: 'falling', terminalZero: false })
    expect(file!.sigmas[0]).toBe(80)
    expect(file!.sigmas[4]).toBe(0.002)
  })

  it('is refused where the two differ, with the factor that would convert', () => {
    expect(() => resolve({ schedule: { ...schedule, data_range: [0, 1] } })).toThrow(
      /schedule\.data_range: the schedule is in units of \[0,1\], the network in those of \[-1,1\]\. Set convert_range: true to multiply its sigmas by 2/,
    )
    expect(() => resolve({ network: '1' })).toThrow(/multiply its sigmas by 0\.5/)
  })

  it('converts everything that is measured in data units, and keeps what was given', () => {
    const given = { ...schedule, data_range: [0, 1] }
    const sampler = { name: 'langevin', eps: 1e-5 }
    const { config, schedule: file } = resolve({ schedule: given, convert_range: true, sampler })
    const plain = resolve({})
    expect(file!.sigmas).toEqual(plain.schedule!.sigmas.map((sigma) => 2 * sigma))
    expect(config.schedule).toEqual({ family: 'list', sigmas: file!.sigmas, data_range: [-1, 1] })
    // x -> 2 x takes a step in units of sigma^2 to four times itself.
    expect(config.sampler).toMatchObject({ eps: 4e-5 })
    expect(file!.converted).toEqual({ spec: { ...given, rho: 7 }, from: [0, 1], factor: 2 })
    const heun = resolve({
      schedule: given,
      convert_range: true,
      sampler: { name: 'heun', s_churn: 40, s_tmin: 0.05, s_tmax: 50 },
    })
    expect(heun.config.sampler).toMatchObject({ s_churn: 40, s_tmin: 0.1, s_tmax: 100 })
    expect(parseRunConfig(config)).toEqual(config)
  })

  it('refuses levels that make no sequence before anything is written', () => {
    expect(() => resolve({ schedule: { ...schedule, sigma_min: 90 } })).toThrow(/sigma_max must be above sigma_min/)
  })
})

describe('an objective that differentiates the network twice', () => {
  const train = (name: string, architecture: string) =>
    resolveRun(
      parseRunConfig({ kind: 'train', network: { architecture }, objective: { name }, training: { steps: 1 } }),
      from,
    )

  it.each(['sm', 'ssm'])(
    '%s is refused for a network that has only first derivatives, and taken for one that has two',
    (name) => {
      for (const architecture of ['unet', 'ncsn', 'ncsnv2'])
        expect(() => train(name, architecture)).toThrow(
          `objective.name: ${name} differentiates the network twice, which ${architecture} cannot; take architecture mlp`,
        )
      expect(train(name, 'mlp').config.kind).toBe('train')
    },
  )
})
