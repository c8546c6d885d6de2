/** `theory table`: the ablation table of every scheme and eps, of a spectrum or of a data set's covariance. */
import type { Command } from 'commander'
import { errorTable, type ErrorTable } from '#theory/errors/table.ts'
import { matchedCells } from '#theory/errors/published-table.ts'
import { Refusal } from '#contract/refusal.ts'
import { addCommand, type Invocation } from './command.ts'
import { table } from './output.ts'
import { readSpectrumFile } from './spectrum-file.ts'

export function addTableCommand(theory: Command): void {
  addCommand(theory, 'table', 'exact errors of em, ei, euler, heun: FILE.npy | DATASET | FOLDER', tableCommand)
}

/** The published table is that of CIFAR-10; its cells are counted for what is called so. */
const PUBLISHED = /cifar-?10/i

async function tableCommand({ words, output }: Invocation): Promise<void> {
  if (words.length !== 1)
    throw new Refusal('Name one spectrum (FILE.npy), data set (cifar10, mnist) or folder of data.', {
      field: 'dataset',
    })
  const [name] = words
  const spectrum = /\.npy$/i.test(name) ? readSpectrumFile(name) : await ofDataset(name, output)
  const answer = errorTable(spectrum)
  const matched = PUBLISHED.test(name) ? matchedCells(answer) : null
  if (matched) output.note(`${matched.matched} of ${matched.of} published cells matched to every printed digit`)
  output.answer(matched ? { ...answer, ...matched } : answer, () => asText(answer))
}

async function ofDataset(name: string, output: Invocation['output']): Promise<Float64Array> {
  const { datasetSpectrum } = await import('./dataset-spectrum.ts')
  return datasetSpectrum(name, output)
}

const asText = ({ columns, rows }: ErrorTable) =>
  table(
    ['scheme', 'eps', ...columns],
    rows.map(({ scheme, eps, w2 }) => [
      scheme,
      String(eps),
      ...w2.map((value) => (value === null ? 'infinite' : value >= 0.01 ? value.toFixed(2) : value.toExponential(1))),
    ]),
  )
