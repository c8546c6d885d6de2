/** Every advice of a sampling, an evaluation, a schedule and of FID: refused for real, and taken when followed to the letter. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCompute } from '#compute/backend.ts'
import { openMnist } from '#datasets/mnist.ts'
import { openSamplingCorruption } from '#engine/jobs/sampling-corruption.ts'
import { classifierFeatures } from '#engine/judging/classifier-features.ts'
import { judgeWords } from '../fid-sides.ts'
import { resourcesFolder } from '#program/folders.ts'
import { furtherConfig, type TrainConfig } from '#contract/further.ts'
import { judgeOptions } from '#contract/judge-options.ts'
import { applyOverrides } from '#contract/overrides.ts'
import { parse, parseRunConfig, parseSchedule } from '#contract/parse.ts'
import { toCamel } from '#contract/casing.ts'
import { saveDataset } from '#datasets/dataset-folder.ts'
import { readSource } from '#datasets/import-source.ts'
import { lawDataset } from '#datasets/law-dataset.ts'
import { refuseOtherParametrisation } from '#engine/jobs/refuse-parametrisation.ts'
import { sampleJob } from '#engine/jobs/sample.ts'
import { checkMemory } from '#engine/scores/exact-score.ts'
import { openRecordingPort } from '#engine/testing/recording-port.ts'
import { npyBytes } from '#files/write-npy.ts'
import { writeWhole } from '#files/write-whole.ts'
import { judgeTask, sideOf } from '#runs/judge-task.ts'
import { resolveRun } from '#runs/resolve-run.ts'
import type { RunService } from '#runs/run-service.ts'
import { training } from '#runs/testing/open-test-service.ts'
import { readSchedule } from '#theory/grids/schedule-text.ts'
import { sigmaSequence, type ScheduleSpec } from '#theory/grids/sequences.ts'
import { withScheduleTaken } from '../given-schedule.ts'
import { readValue, readWords } from '../words.ts'
import { Refusal } from '#contract/refusal.ts'
import { anneal, type Followed } from './followed.ts'

const KARRAS = '{family: karras, levels: 5, sigma_max: 20, sigma_min: 0.01, data_range: [0, 1]}'

/** `service` runs jobs that take no time, on a data folder of its own, with the networks that ship. */
export function adviceOfRuns(service: () => RunService, folder: string): Followed[] {
  const from = () => ({ history: service().history, resources: resourcesFolder() })
  /** As `anneal KIND WORDS` reads them. */
  const asked = (kind: string, ...words: string[]) =>
    resolveRun(parseRunConfig(withScheduleTaken({ kind, ...readWords(words) }, from().history).config), from())
  const sample = (...words: string[]) => asked('sample', 'network=mnist-unet', ...words)
  const blurred = (...words: string[]) =>
    asked(
      'train',
      'corruption.name=gaussian-blur',
      'objective.name=soft',
      'training.steps=3',
      'network.architecture=unet',
      ...words,
    )
  const train = (...words: string[]) => asked('train', 'training.steps=3', 'network.architecture=unet', ...words)
  const levels = (...words: string[]) => sigmaSequence(toCamel(parseSchedule(readWords(words))) as ScheduleSpec)
  const ran = async (config: object) => service().waitFor(service().startRun(config).id)
  const configOf = (number: string) => service().history.read.configOf(number) as TrainConfig
  const further = (number: string, ...words: string[]) =>
    ran(applyOverrides(furtherConfig(configOf(number), Number(number)), words, readValue))
  /** What the remarks of a run advise stands in no refusal. */
  const remarked = (...words: string[]): never => {
    const { remarks } = sample(...words) as { remarks: readonly { message: string }[] }
    throw new Refusal(remarks[0].message)
  }
  const fid = (samples: string, reference: string, ...words: string[]) =>
    judgeTask(
      sideOf(samples, 'samples', from()),
      sideOf(reference, 'reference', from()),
      parse(judgeOptions, readWords(words), 'Options'),
      from(),
    )
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const images = (side: number, name = `${side}.npy`) =>
    file(
      name,
      npyBytes(
        Uint8Array.from({ length: 6 * side * side }, (_, i) => (i * 37) % 256),
        [6, side, side],
      ),
    )
  const drawn = (...words: string[]) =>
    draw(
      {
        kind: 'sample',
        sampler: { name: 'naive' },
        corruption: { name: 'gaussian-blur' },
        schedule: { family: 'curves', t: [1, 0.5, 0], sigmas: [0.1, 0.05, 0.01], levels: [1, 0.4, 0] },
        n: 2,
        start: 'corrupted',
      },
      words,
    )
  const plainly = (...words: string[]) =>
    draw({ kind: 'sample', schedule: { family: 'karras', levels: 2, sigma_max: 1, sigma_min: 0.1 }, n: 2 }, words)
  const draw = async (start: Record<string, unknown>, words: string[]) => {
    const config = parseRunConfig(applyOverrides(start, words, readValue))
    const { port } = openRecordingPort()
    await sampleJob({ runId: 'x', config, folder, inputs: {}, home: folder, resume: false }, port)
  }
  const gaussian = (side: number, ...words: string[]) => [
    `score={name: gaussian, dataset: {name: a, path: ${JSON.stringify(images(side))}}}`,
    ...words,
  ]

  return [
    ['a field of a run that is misspelt', () => sample(`schedule=${KARRAS}`, 'chunck=4'), /Did you mean (\w+)\?/, (field) => sample(`schedule=${KARRAS}`, `${field}=4`)],
    ['a name where fields belong', () => sample(`schedule=${KARRAS}`, 'sampler=heun'), /write (sampler\.name=heun)/, (word) => sample(`schedule=${KARRAS}`, word)],
    ['a word where a list belongs', () => asked('compare', 'runs=1'), /write (runs=\[1\])/, (word) => parseRunConfig({ kind: 'compare', ...readWords([word.replace('1', '1, 2')]) })],
    ['units of another range', () => sample('schedule={family: karras, levels: 5, sigma_max: 80, sigma_min: 0.01, data_range: [-1, 1]}'), /Set (convert_range): (true)/, (field, value) => sample('schedule={family: karras, levels: 5, sigma_max: 80, sigma_min: 0.01, data_range: [-1, 1]}', `${field}=${value}`)],
    ['units that nobody stated', () => remarked('schedule={family: karras, levels: 5, sigma_max: 10, sigma_min: 0.1}'), /give (schedule\.data_range=\S+) and (convert_range=true)/, (...words) => sample('schedule={family: karras, levels: 5, sigma_max: 10, sigma_min: 0.1}', ...words)],
    ['a spread of a start that is no normal one', () => sample(`schedule=${KARRAS}`, 'start=uniform', 'start_std=2'), /set (start): (normal)/, (field, value) => sample(`schedule=${KARRAS}`, `${field}=${value}`, 'start_std=2')],
    ['a schedule that is nowhere', () => sample('schedule=nothing'), /as schedule=(\{[^}]*\})/, (fields) => sample(`schedule=${fields}`)],
    ['a schedule that does not say its levels', () => sample(`schedule=${file('config.json', JSON.stringify({ _class_name: 'EulerDiscreteScheduler', beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012 }))}`, 'convert_range=true'), /Say (schedule=\{.*\})\./, (word) => sample(word, 'convert_range=true')],
    ['a configuration of NCSN', () => withScheduleTaken({ model: { sigma_begin: 50, sigma_end: 0.01, num_classes: 232 }, sampling: { step_lr: 6.2e-6, n_steps_each: 5 } }, from().history), /'(schedule=[^']*)' '(sampler=[^']*)'/, (...words) => sample(...words)],
    ['an infinite first level of a table', () => levels('family=trailing', 'levels=5', 'table={name: scaled-linear, zero_terminal_snr: true}'), /Set terminal to (alpha-bar-2\^-24)/, (name) => levels('family=trailing', 'levels=5', `table={name: scaled-linear, zero_terminal_snr: true, terminal: ${name}}`)],
    ['the same, by another grid', () => levels('family=trailing', 'levels=5', 'table={name: scaled-linear, zero_terminal_snr: true}'), /take a grid that leaves that timestep out, as (\w+)/, (family) => levels(`family=${family}`, 'levels=5', 'table={name: scaled-linear, zero_terminal_snr: true}')],
    ['an infinite first level of a flow', () => levels('family=flow', 'levels=5', 'terminal=infinite'), /Set terminal to (alpha-bar-2\^-24)/, (name) => levels('family=flow', 'levels=5', `terminal=${name}`)],
    ['a grid without its table', () => levels('family=trailing', 'levels=5'), /as (table\.name=\S+);/, (word) => levels('family=trailing', 'levels=5', word)],
    ['a file that ends in a 0 that it denies', () => readSchedule(written(false)), /set it to (true)/, (value) => readSchedule(written(value === 'true'))],
    ['data that are not there, imported', () => train('dataset.name=leters'), /`anneal datasets import FILE (name=\w+)`/, async (word) => {
      const path = images(8)
      await saveDataset(folder, await readSource(path, readWords([word])), writeWhole)
      await service().history.rebuild()
      return train('dataset.name=leters')
    }],
    ['data that are not there, by path', () => train('dataset.name=numbers'), /give its folder or file with (path)/, (field) => train('dataset.name=numbers', `dataset.${field}=${images(8)}`)],
    ['samples of a law, judged', async () => {
      await ran({ kind: 'sample', score: { name: 'rings' }, schedule: { family: 'karras', levels: 5, sigma_max: 20, sigma_min: 0.01 }, n: 2 })
      return asked('evaluate', 'samples=1')
    }, /such as (reference\.name=mnist)/, (word) => asked('evaluate', 'samples=1', word)],
    ['a run that is not there', () => asked('evaluate', 'samples=99'), /`anneal (runs)` lists/, () => service().history.read.list({}).length],
    ['a finished training, resumed', async () => {
      await ran(training(10))
      return service().resume('2')
    }, /`anneal resume (\d+) (training\.steps=\d+)`/, (...words) => further(words[0], words[1])],
    ['as many steps as it has', () => further('2', 'training.steps=10'), /such as (training\.steps=\d+)/, (word) => further('2', word)],
    ['another batch size from here on', () => further('2', 'training.steps=20', 'training.batch_size=3'), /Leave it out of `anneal resume (\d+)`/, (number) => further(number, 'training.steps=20')],
    ['the same as a new training', () => further('2', 'training.steps=20', 'training.batch_size=3'), /start a new training with (initial=\d+)/, (word) => train(word, 'training.steps=20', 'training.batch_size=3')],
    ['a corruption without its schedule', () => blurred('network.parametrisation=residual'), /as (schedule\.family=\S+) (schedule\.levels=\d+)/, (...words) => blurred('network.parametrisation=residual', ...words)],
    ['a corruption of a network that is told sigma', () => blurred('schedule={family: two-stage, levels: 12}'), /set (network\.parametrisation=residual)/, (word) => blurred('schedule={family: two-stage, levels: 12}', word)],
    ['weights of another parametrisation', () => refuseOtherParametrisation(unet('edm'), unet('eps')), /set network\.parametrisation: (\w+)/, (name) => refuseOtherParametrisation(unet('edm'), unet(name))],
    ['a score of more images than memory holds', () => checkMemory(lawDataset('mixture', 4000, 1), 60_000), /score\.dataset\.subset\.n=(\d+) at most/, (n) => checkMemory(lawDataset('mixture', Number(n), 1), 60_000)],
    ['a start without images', () => startOf(), /as start_from\.name=(\w+)/, (name) => startOf(name)],
    ['a Gaussian of large images', () => plainly(...gaussian(72)), /Import them smaller with size=/, () => plainly(...gaussian(8))],
    ['a dense Gaussian of large images under a blur', () => drawn(...gaussian(36)), /Set (score\.covariance=stationary)/, (word) => drawn(...gaussian(36), word, 'corruption.padding=periodic')],
    ['the same, of smaller images', () => drawn(...gaussian(36)), /import them smaller with size=/, () => drawn(...gaussian(8))],
    ['a stationary Gaussian under another blur', () => drawn(...gaussian(8, 'score.covariance=stationary', 'corruption.padding=zero')), /set (corruption\.padding=periodic)/, (word) => drawn(...gaussian(8, 'score.covariance=stationary', 'corruption.padding=zero'), word)],
    ['a stationary Gaussian of large images', () => drawn(...gaussian(72, 'score.covariance=stationary', 'corruption.padding=periodic')), /Import them smaller with size=/, () => drawn(...gaussian(8, 'score.covariance=stationary', 'corruption.padding=periodic'))],
    ['pictures of another size than the classifier’s', () => otherShape(), /Use (features=inception)/, (word) => fid('1', 'mnist:test', word)],
    ['one side alone', () => judgeWords(['1'], parse(judgeOptions, {}, 'Options'), {} as never), /such as anneal fid (\d+) (\S+);/, (_, reference) => fid('1', reference)],
    ['moments without their file', () => judgeWords(['1'], parse(judgeOptions, {}, 'Options'), {} as never), /one of them and (out=FILE\.npz)/, (word) => parse(judgeOptions, readWords([word]), 'Options')],
    ['a part without a name', () => anneal(folder, 'datasets', 'subset', 'mnist', 'n=10'), /Give the part a name: (name)=/, (field) => anneal(folder, 'datasets', 'subset', 'mnist', 'n=10', `${field}=ten`)],
  ] // prettier-ignore
}

/** An exact score of points has no images to start from but its own; a network of unknown data has none. */
async function startOf(name?: string) {
  const { tf } = await openCompute()
  const score = { shape: { height: 28, width: 28, channels: 1 }, dataRange: [0, 1] as const }
  const levels = [{ sigma: 0.1, t: 1, corruption: 1 }, { sigma: 0.01, t: 0, corruption: 0 }] // prettier-ignore
  const asked = { corruption: { name: 'gaussian-blur', padding: 'periodic' }, levels, start: 'corrupted', seed: 0, ...(name && { startFrom: { name } }) } // prettier-ignore
  return openSamplingCorruption(tf, score as never, asked as never, () => openMnist('test'))
}

const otherShape = () =>
  classifierFeatures({} as never, { shape: { height: 28, width: 28, channels: 1 } } as never, 'a').extract(
    new Uint8Array(64),
    { height: 8, width: 8, channels: 1 },
    new AbortController().signal,
  )

const unet = (parametrisation: string) => ({ architecture: 'unet', parametrisation }) as never
const written = (terminalZero: boolean) => JSON.stringify({ version: 1, name: 'a', parameters: null, parameterisation: 'sigma', data_range: [0, 1], order: 'falling', terminal_zero: terminalZero, sigmas: [3, 1, 0] }) // prettier-ignore
