/** `networks ledger`: what each part of a sampler costs with a network, and how far its score is from the exact one. */
import { type ErrorLedger, type Interval, ledgerOptions } from '#contract/ledger.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Invocation } from './command.ts'
import { withModels } from './models.ts'
import { seconds, short, table } from './output.ts'
import { readWords, splitWords } from './words.ts'

export const LEDGER_HELP =
  'what each part costs in W2: NAME [data=DATASET] [against=gaussian|empirical] [n=256] [process={family: vp-linear, ...}] [points=101] [eps=0.001]'

export async function ledger({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  if (!name) throw new Refusal('Name the network, such as mnist-unet.', { field: 'name' })
  const asked = parse(ledgerOptions, readWords(pairs), 'Options')
  await withModels(async (models) => {
    const found = await models.ledger(name, asked, ({ stage, done, of }) =>
      output.progress(of > 0 ? `${stage}: ${Math.floor((100 * done) / of)} %` : stage),
    )
    output.answer(found, () => ledgerText(found))
  })
}

const span = ({ value, low, high }: Interval) => `${short(value)} [${short(low)}, ${short(high)}]`

function ledgerText(found: ErrorLedger): string {
  const { rows, levels, bands, bits, dataset, against, process, points, eps, grid } = found
  return [
    table(
      [
        'sampler',
        'NFE',
        'W2 with the network',
        'exact score',
        'initialisation',
        'discretisation',
        'truncation',
        'score',
      ],
      rows.map((row) => [
        row.scheme,
        String(row.nfe),
        span(row.w2),
        ...[row.exact, row.initialisation, row.discretisation, row.truncation].map(short),
        span(row.score),
      ]),
    ),
    `W2 to the Gaussian of ${dataset.name}, in the linear theory; ${process.family}, ${points} points ${grid} down to ${short(eps)}, from the prior`,
    '',
    table(
      ['sigma', 't', 'rms error of the denoised', 'over sigma', 'linear share', ...bands.map(bandTitle)],
      levels.map(({ sigma, t, error, linear }, k) => [
        short(sigma),
        short(t),
        span(error),
        short(error.value / sigma),
        short(linear),
        ...bands.map(({ relative }) => short(relative[k].value)),
      ]),
    ),
    `against the ${against} score of ${dataset.name}, ${dataset.n} images, 95 %; columns by eigenvalue: error of the linear part relative to the exact score`,
    `${span(bits)} bits a dimension lost between these levels (I-MMSE)`,
    `took ${seconds(found.seconds)}`,
  ].join('\n')
}

const bandTitle = ({ from, to, count }: ErrorLedger['bands'][number]) =>
  from > 0 && to > 0 ? `${short(from)} to ${short(to)}` : `${count} of variance 0`
