/** `study list|show|plan|run|report`: published claims tried again; `study optimised-grid`: a question put to theory and to a network at once. */
import type { Command } from 'commander'
import { parse } from '#contract/parse.ts'
import { gridStudyOptions } from '#contract/study.ts'
import { toCamel } from '#contract/casing.ts'
import type { GridStudy } from '#studies/optimised-grid.ts'
import { addCommand, type Invocation } from './command.ts'
import { number, percent, pValue, table } from './output.ts'
import { addShelfCommands } from './shelf-commands.ts'
import { readWords } from './words.ts'

export function addStudyCommands(program: Command): void {
  const study = program
    .command('study')
    .description('published claims tried again: list, show, plan, run, report NAME tier=toy')
    .exitOverride()
  addShelfCommands(study)
  const help = 'the grid of least exact W2 against Karras and uniform: samples=1000 evaluations=[10,20]'
  addCommand(study, 'optimised-grid', help, optimisedGrid)
}

async function optimisedGrid({ words, output }: Invocation): Promise<void> {
  const given = toCamel(parse(gridStudyOptions, readWords(words), 'Options'))
  const { optimisedGridStudy } = await import('#studies/optimised-grid.ts')
  const { datasetSpectrum } = await import('./dataset-spectrum.ts')
  const { finish } = await import('./runs.ts')
  const { finishSweep, withSweeps } = await import('./sweeps.ts')
  // eigenvalues are of data in [-1, 1] and go with the square of the range
  const width = (given.dataRange[1] - given.dataRange[0]) / 2
  const spectrum = (await datasetSpectrum(given.dataset, output)).map((value) => width * width * value)
  await withSweeps(async (sweeps, runs) => {
    const study = await optimisedGridStudy(runs, {
      ...given,
      spectrum,
      run: (config) => finish(runs, config, output, 'study'),
      runSweep: (sweep) => finishSweep(sweep, { sweeps, runs, output }, 'study'),
      note: (line) => output.note(line),
    })
    output.answer(study, () => asText(study))
  })
}

const asText = ({ rows, comparison }: GridStudy) =>
  [
    table(
      ['grid', 'NFE', 'exact W2', 'Fréchet*', '95 %', 'conf>=.9', 'chi2 p', 'run'],
      rows.map((row) => [
        row.grid,
        String(row.evaluations),
        row.exactW2.toPrecision(4),
        number(row.frechetDistance.value, 2),
        `${number(row.frechetDistance.low, 2)} to ${number(row.frechetDistance.high, 2)}`,
        percent(row.shareConfident),
        pValue(row.chiSquaredP),
        String(row.run),
      ]),
    ),
    '',
    '* in the features of the shipped classifier, not FID. Exact W2: Gaussian data of the same covariance, exact score.',
    `Side by side in the report of run ${comparison.number}.`,
  ].join('\n')
