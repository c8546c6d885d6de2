/** `calibrate`: the schedule that a network or an exact score wants, fitted and judged in about a minute. */
import type { Command } from 'commander'
import { type Calibration, calibrateOptions, type Interval } from '#contract/calibration.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { addCommand, type Invocation } from './command.ts'
import { withModels } from './models.ts'
import { seconds, short, table } from './output.ts'
import { readWords, splitWords } from './words.ts'

export function addCalibrateCommand(program: Command): void {
  const help =
    'fit a schedule to a score: network=mnist-unet sampler=euler levels=10 [method=oss|gits|...|all] [n=64] [score={name: empirical, ...}]'
  addCommand(program, 'calibrate', help, calibrate)
}

async function calibrate({ words, output }: Invocation): Promise<void> {
  const { file, pairs } = splitWords(words)
  if (file)
    throw new Refusal(`Expected key=value words, got ${file}: name the network with network=${file}.`, { field: file })
  const asked = parse(calibrateOptions, readWords(pairs), 'Options')
  await withModels(async (models) => {
    const found = await models.calibrate(asked, ({ stage, done, of }) =>
      output.progress(of > 0 ? `${stage}: ${Math.floor((100 * done) / of)} %` : stage),
    )
    output.answer(found, () => asText(found))
  })
}

const span = ({ value, low, high }: Interval) => `${short(value)} [${short(low)}, ${short(high)}]`

function asText(found: Calibration & { saved: string | null }): string {
  const { rows, karras, current, teacher_error, teacher, limits, n, nfe } = found
  const all = [
    ...rows.map(({ method, error, difference, sigmas }) => [method, span(error), span(difference), sigmas] as const),
    ['karras', span(karras), '', karras.sigmas] as const,
    ...(current ? [['current', span(current.error), span(current.difference), current.sigmas] as const] : []),
  ]
  const body = all.map(([name, error, less, sigmas]) => [name, error, less, sigmas.map(short).join(' ')])
  return [
    table(['levels', 'rms distance to the exact end', 'less that of Karras', 'sigmas'], body),
    `${found.score.says}, ${found.sampler.name}, ${nfe} evaluations; ${n} held-out starts, 95 %; chosen from ${teacher.levels} levels of a run of ${teacher.nfe} evaluations, whose own error is ${short(teacher_error)}`,
    ...limits,
    `took ${seconds(found.seconds)}${found.saved ? `; saved as ${found.saved}` : ''}`,
  ].join('\n')
}
