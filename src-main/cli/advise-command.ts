/** `advise DATASET`: the noise levels and Langevin steps that the data themselves ask for, each with its reason. */
import type { Command } from 'commander'
import { toCamel, toSnake } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { adviceOptions } from '#contract/theory.ts'
import { adviseSchedule } from '#theory/grids/advisor.ts'
import { scaledDistances } from '#theory/grids/distances.ts'
import { addCommand, type Invocation } from './command.ts'
import { seconds } from './output.ts'
import { readWords, splitWords } from './words.ts'

export function addAdviseCommand(program: Command): void {
  addCommand(
    program,
    'advise',
    'sigma_1, sigma_L, levels and Langevin steps for data: DATASET [inner=5] [overlap=0.5] [data_range=[0,1]]',
    advise,
  )
}

async function advise({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  if (!name) throw new Refusal('Name the data set to be advised on, such as mnist.', { field: 'dataset' })
  const { n: most, dataRange, ...wishes } = toCamel(parse(adviceOptions, readWords(pairs), 'Options'))
  const { openNamedDataset } = await import('./dataset-spectrum.ts')
  const { distancesOf } = await import('#datasets/service/dataset-distances.ts')
  const dataset = await openNamedDataset(name)
  output.note(`distances between the ${Math.min(most ?? Infinity, dataset.count)} images of ${dataset.name} ...`)
  const measured = distancesOf(dataset, most)
  const width = dataRange[1] - dataRange[0]
  const distances = scaledDistances(measured.distances, width)
  output.note(
    `largest distance ${distances.exact ? 'certified exact' : 'not settled'} in ${seconds(measured.seconds)}: ` +
      `${distances.compared} pairs compared, the others ruled out`,
  )
  const advice = adviseSchedule({
    d: measured.dimension,
    distances,
    dataRange,
    dataStd: width * measured.dataStd,
    ...wishes,
  })
  const { hash } = dataset
  const answer = { dataset: dataset.name, hash, n: measured.n, dataRange, distances, seconds: measured.seconds }
  output.answer(toSnake({ ...answer, ...advice }) as object, () => asText(advice))
}

const asText = (advice: object) =>
  Object.entries(advice)
    .map(([field, given]) =>
      given !== null && typeof given === 'object'
        ? `${field}  ${given.value}\n    ${given.reason}`
        : `${field}  ${given}`,
    )
    .join('\n')
