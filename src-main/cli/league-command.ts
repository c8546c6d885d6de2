/** `theory league`: every law of step placement on one spectrum, judged by its exact W2 and KL. */
import type { Command } from 'commander'
import { toCamel } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { leagueOptions } from '#contract/theory.ts'
import { league } from '#theory/calibration/league.ts'
import { addCommand, type Invocation } from './command.ts'
import { short, table } from './output.ts'
import { namedSpectrum } from './spectrum-file.ts'
import { readWords, splitWords } from './words.ts'

export function addLeagueCommand(theory: Command): void {
  const help =
    'grids in order of exact error: FILE.npy | DATASET [sampler=heun] [levels=10] [sigma_max=80] [start=prior]'
  addCommand(theory, 'league', help, leagueCommand)
}

async function leagueCommand({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  if (!name) {
    throw new Refusal('Name a spectrum (FILE.npy) or a data set (cifar10, mnist).', { field: 'spectrum' })
  }
  const options = toCamel(parse(leagueOptions, readWords(pairs), 'Options'))
  const spectrum = await namedSpectrum(name, output)
  const rows = league({ spectrum, ...options })
  output.answer({ rows }, () =>
    table(
      ['grid', 'W2', 'KL', 'sigmas'],
      rows.map(({ grid, sigmas, w2, kl }) => [grid, short(w2), short(kl), Array.from(sigmas, short).join(' ')]),
    ),
  )
}
