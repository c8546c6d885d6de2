/** `theory league`: every law of step placement, sampler by sampler, judged exactly on a spectrum and measured on a score. */
import type { Command } from 'commander'
import { toCamel } from '#contract/casing.ts'
import { calibrateOptions } from '#contract/calibration.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { leagueOptions } from '#contract/theory.ts'
import { league, LEAGUE_MEASURES } from '#theory/calibration/league.ts'
import { addCommand, type Invocation } from './command.ts'
import { withModels } from './models.ts'
import { type Output, short, table } from './output.ts'
import { namedSpectrum } from './spectrum-file.ts'
import { readWords, splitWords } from './words.ts'

type Options = ReturnType<typeof leagueOptions.parse>

/** `w2` and `kl` are known of a Gaussian; `interval` (95 %) where the end point was measured. */
type Row = {
  score: string
  sampler: string
  grid: string
  sigmas: number[]
  w2: number | null
  kl: number | null
  end_point: number
  interval: [number, number] | null
}

export function addLeagueCommand(theory: Command): void {
  const help =
    'grids in order of exact error: FILE.npy | DATASET [sampler=euler,heun|all] [levels=10] [by=w2|kl|end-point] [network=mnist-unet] [score={name: empirical, ...}]'
  addCommand(theory, 'league', help, leagueCommand)
}

async function leagueCommand({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  if (!name) {
    throw new Refusal('Name a spectrum (FILE.npy) or a data set (cifar10, mnist).', { field: 'spectrum' })
  }
  const options = parse(leagueOptions, readWords(pairs), 'Options')
  const rows = [...(await exactRows(name, options, output)), ...(await measuredRows(options, output))]
  const measure = ({ w2, kl, end_point }: Row) => ({ w2: w2 ?? end_point, kl: kl ?? Infinity, 'end-point': end_point })
  rows.sort((a, b) => measure(a)[options.by] - measure(b)[options.by])
  output.answer({ rows }, () =>
    table(
      ['score', 'sampler', 'grid', 'W2', 'KL', 'end point', 'sigmas'],
      rows.map((row) => [
        row.score,
        row.sampler,
        row.grid,
        row.w2 === null ? '' : short(row.w2),
        row.kl === null ? '' : short(row.kl),
        short(row.end_point) + (row.interval ? ` [${row.interval.map(short).join(', ')}]` : ''),
        row.sigmas.map(short).join(' '),
      ]),
    ),
  )
}

async function exactRows(name: string, options: Options, output: Output): Promise<Row[]> {
  const { sampler: samplers, by: _by, network: _network, score: _score, n: _n, data_range: _range, ...asked } = options
  const spectrum = await namedSpectrum(name, output)
  return samplers.flatMap((sampler) => {
    output.progress(`${sampler} on the Gaussian of ${name}`)
    return league({ ...toCamel(asked), spectrum, sampler }).map(
      ({ grid, sigmas, w2, kl, [LEAGUE_MEASURES['end-point']]: end }) => ({
        score: `Gaussian of ${name}`,
        sampler,
        grid,
        sigmas: Array.from(sigmas),
        w2,
        kl,
        end_point: end,
        interval: null,
      }),
    )
  })
}

/** The end points of a network or an exact score along every method of calibration, between its own ends. */
async function measuredRows(
  { sampler: samplers, network, score, levels, n, data_range }: Options,
  output: Output,
): Promise<Row[]> {
  if (network === undefined && score === undefined) return []
  return withModels(async (models) => {
    const rows: Row[] = []
    for (const sampler of samplers) {
      const words = { network, score, data_range, sampler, levels, n, method: 'all', save: false }
      const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined))
      const found = await models.calibrate(parse(calibrateOptions, given, 'Options'), ({ stage, done, of }) =>
        output.progress(`${sampler}, ${stage}${of > 0 ? `: ${Math.floor((100 * done) / of)} %` : ''}`),
      )
      const judged = [
        ...found.rows.map((row) => ({ ...row, grid: row.method as string })),
        { ...found.karras, grid: 'karras-7', error: found.karras },
      ]
      for (const { grid, sigmas, error } of judged)
        rows.push({
          score: found.score.says,
          sampler,
          grid,
          sigmas,
          w2: null,
          kl: null,
          end_point: error.value,
          interval: [error.low, error.high],
        })
    }
    return rows
  })
}
