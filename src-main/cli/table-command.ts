/** `theory table`: the ablation table of every scheme and eps, of a spectrum, a data set's covariance, or a picture's texture. */
import type { Command } from 'commander'
import { toCamel } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { tableOptions } from '#contract/theory.ts'
import { errorTable, type ErrorTable } from '#theory/errors/table.ts'
import { matchedCells, PUBLISHED_ADSN } from '#theory/errors/published-table.ts'
import { addCommand, type Invocation } from './command.ts'
import { table } from './output.ts'
import { namedSpectrum } from './spectrum-file.ts'
import { readWords, splitWords } from './words.ts'

export function addTableCommand(theory: Command): void {
  const help = 'exact errors of em, ei, euler, heun: FILE.npy | DATASET | FOLDER | PICTURE [sample=FILE.png]'
  addCommand(theory, 'table', help, tableCommand)
}

/** The published table is that of CIFAR-10; its cells are counted for what is called so. */
const PUBLISHED = /cifar-?10/i
const PICTURE = /\.(png|jpe?g|webp|tiff?|gif|avif)$/i

async function tableCommand({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  if (!name)
    throw new Refusal('Name a spectrum (FILE.npy), a data set (cifar10, mnist), a folder of data or a picture.', {
      field: 'dataset',
    })
  const options = toCamel(parse(tableOptions, readWords(pairs), 'Options'))
  if (PICTURE.test(name) || options.image !== undefined) return textureTable(name, options, output)
  const spectrum = await namedSpectrum(name, output)
  const answer = errorTable(spectrum)
  const matched = PUBLISHED.test(name) ? matchedCells(answer) : null
  if (matched) output.note(`${matched.matched} of ${matched.of} published cells matched to every printed digit`)
  output.answer(matched ? { ...answer, ...matched } : answer, () => asText(answer))
}

/** The table of one picture's texture; the two published cells belong to another picture and are only shown beside it. */
async function textureTable(name: string, options: TextureOptions, output: Invocation['output']): Promise<void> {
  const { textureOf, writeSample } = await import('./texture.ts')
  const texture = await textureOf(name, options)
  if (options.sample !== undefined) await writeSample(texture, options.sample, options.seed)
  const { height, width, channels, spectrum } = texture
  output.note(
    `texture of ${name}, ${width} x ${height} x ${channels} in [0, 1]; published for another picture: ` +
      `EM ${PUBLISHED_ADSN.em}, Heun ${PUBLISHED_ADSN.heun} (1000/N0, eps = ${PUBLISHED_ADSN.eps})`,
  )
  const zeros = spectrum.filter((value) => value === 0).length
  const answer = errorTable(spectrum)
  const about = { height, width, channels, eigenvalues: spectrum.length, zeros }
  output.answer({ ...answer, texture: about, published: PUBLISHED_ADSN }, () => asText(answer))
}

type TextureOptions = { image?: number; size: number; channels: 1 | 3; sample?: string; seed: number }

const asText = ({ columns, rows }: ErrorTable) =>
  table(
    ['scheme', 'eps', ...columns],
    rows.map(({ scheme, eps, w2 }) => [
      scheme,
      String(eps),
      ...w2.map((value) => (value === null ? 'infinite' : value >= 0.01 ? value.toFixed(2) : value.toExponential(1))),
    ]),
  )
