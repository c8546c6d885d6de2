/** `restoration`: one picture under a corruption, taken back: the guess at each time, draws, their nearest training images. */
import type { Command } from 'commander'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Restoration, restorationOptions } from '#contract/restoration.ts'
import { callerPath } from '#files/caller-path.ts'
import { addCommand, type Invocation } from './command.ts'
import { withModels } from './models.ts'
import { seconds, short, table } from './output.ts'
import { readWords, splitWords } from './words.ts'

export function addRestorationCommand(program: Command): void {
  const help =
    'take a corruption back from one picture: network=RUN, or score={name: empirical, ...} corruption={name: gaussian-blur} schedule={family: two-stage, ...}; [dataset.name=mnist dataset.split=test index=0 | picture=FILE] [given=corrupted] [t=0.6] [n=4] [--out SHEET.png]'
  addCommand(program, 'restoration', help, restoration, [
    ['--out <file>', 'a sheet: x_t and the guess at each time, then the picture, its restorations, their neighbours'],
  ])
}

async function restoration({ words, options, output }: Invocation): Promise<void> {
  const { file: word, pairs } = splitWords(words)
  if (word)
    throw new Refusal(`Expected key=value words, got ${word}: name the network with network=${word}.`, { field: word })
  const { out } = options
  if (out !== undefined && !(typeof out === 'string' && out.endsWith('.png')))
    throw new Refusal(`--out: the sheet is a PNG, so its name ends in .png; got ${String(out)}.`, { field: 'out' })
  const asked = parse(restorationOptions, readWords(pairs), 'Options')
  const path = asked.picture === undefined ? undefined : callerPath(asked.picture)
  const file = path === undefined ? undefined : { path, called: asked.picture! }
  await withModels(async (models) => {
    const found = await models.restoration(asked, file, ({ stage, done, of }) =>
      output.progress(of > 0 ? `${stage}: ${Math.floor((100 * done) / of)} %` : stage),
    )
    if (out) await writeSheet(callerPath(out), found)
    const { original: _, corrupted: _c, guesses: _g, restorations: _r, neighbours: _n, ...numbers } = found
    output.answer({ ...numbers, ...(out && { out }) }, () => asText(found))
  })
}

async function writeSheet(out: string, { shape, panel, restored, ...pictures }: Restoration): Promise<void> {
  const { gridPng } = await import('#pictures/grid-png.ts')
  const { writeWhole } = await import('#files/write-whole.ts')
  const { original, corrupted, guesses, restorations, neighbours } = pictures
  const size = original.length
  const columns = Math.max(panel.length, restored.length + 1)
  const empty = new Uint8Array(size).fill(BACKGROUND)
  const rows = [
    [[], corrupted],
    [[], guesses],
    [[original], restorations],
    [[empty], neighbours],
  ] as const
  const bytes = new Uint8Array(rows.length * columns * size).fill(BACKGROUND)
  rows.forEach(([first, rest], row) =>
    [...first, rest].reduce((at, part) => (bytes.set(part, at), at + part.length), row * columns * size),
  )
  const count = rows.length * columns
  writeWhole(out, await gridPng(bytes, { ...shape, count }, { columns, scale: 2, background: BACKGROUND }))
}
const BACKGROUND = 32

function asText(found: Restoration): string {
  const { panel, restored, start, training, nfe, sampler } = found
  const error = (value: number | null) => (value === null ? '' : short(value))
  return [
    `${found.picture} under ${found.corruption}, by ${found.score}`,
    table(
      ['t', 'sigma', 'level', 'rms of x_t', 'rms of E[x_0 | x_t]'],
      panel.map(({ t, sigma, level, rms, input_rms }) => [
        ...[t, sigma, level].map(short),
        error(input_rms),
        error(rms),
      ]),
    ),
    `${restored.length} restorations from t = ${short(start.t)} (sigma ${short(start.sigma)}, level ${short(start.level)}), ${sampler}, ${nfe} evaluations:`,
    table(
      ['rms', 'rms of C h - C x_0', `nearest of ${training.n} of ${training.name}`, 'its distance'],
      restored.map(({ rms, consistency, neighbour }) => [
        error(rms),
        short(consistency),
        `image ${neighbour.index}`,
        short(neighbour.distance),
      ]),
    ),
    `took ${seconds(found.seconds)}`,
  ].join('\n')
}
