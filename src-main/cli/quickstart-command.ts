/** `quickstart`: the main job from nothing to a page, on this machine. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { parse as parseYaml } from 'yaml'
import { Refusal } from '#contract/refusal.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { callerPath } from '#files/caller-path.ts'
import type { Quickstart } from '#studies/quickstart.ts'
import { addCommand, type Invocation } from './command.ts'
import { number, percent, pValue, seconds, table } from './output.ts'
import { resourcesFolder } from '#program/folders.ts'
import { readText } from './words.ts'

export function addQuickstartCommand(program: Command): void {
  const help = 'train, sample along five schedules, judge and compare: the main job in about ten minutes'
  addCommand(program, 'quickstart', help, runQuickstart, [
    ['--samples <n>', 'samples along each schedule (400)'],
    ['--training-steps <n>', 'steps of the network trained on the way'],
    ['--out <folder>', 'where the page and its pictures are copied to (anneal-quickstart)'],
  ])
}

async function runQuickstart({ options, output }: Invocation): Promise<void> {
  const { quickstart } = await import('#studies/quickstart.ts')
  const { finish, withRuns } = await import('./runs.ts')
  const began = performance.now()
  const samples = wholeNumber(options.samples, 'samples', 400)
  const training = parseYaml(readText(join(resourcesFolder(), 'recipes', 'mnist-unet-quick.yaml'))) as RunConfigInput
  if (options.trainingSteps !== undefined && training.kind === 'train')
    training.training.steps = wholeNumber(options.trainingSteps, 'training-steps', 0)

  await withRuns(async (service) => {
    const run = (config: RunConfigInput) => finish(service, config, output, 'quickstart')
    const note = (line: string) => output.note(line)
    const result = await quickstart(service, { training, samples, levels: 18, seed: 0, run, note })
    const folder = callerPath(typeof options.out === 'string' ? options.out : 'anneal-quickstart')
    mkdirSync(folder, { recursive: true })
    const report = join(folder, 'report.html')
    copyFileSync(join(service.history.home.runs, result.comparison.folder, 'report.html'), report)
    const took = (performance.now() - began) / 1000
    output.answer({ ...result, report, seconds: took }, () => summary(result, report, took))
  })
}

function wholeNumber(given: unknown, field: string, usual: number): number {
  if (given === undefined) return usual
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1)
    throw new Refusal(`${field} must be a whole number of 1 or more, got ${String(given)}.`, { field })
  return value
}

function summary({ rows, training }: Quickstart, report: string, took: number): string {
  const text = table(
    ['schedule', 'sigma', 'NFE', 's', 'Fréchet*', 'chi2 (9)', 'p', 'conf>=.9', 'least class', 'largest class'],
    rows.map((row) => {
      const sorted = row.proportions.toSorted((a, b) => a.share - b.share)
      const share = (at: number) => {
        const found = sorted.at(at)
        return found
          ? `${found.class}: ${(100 * found.share).toFixed(1)} [${(100 * found.low).toFixed(1)}, ${(100 * found.high).toFixed(1)}]`
          : '-'
      }
      return [
        row.schedule,
        `${row.sigmaMax}..${row.sigmaMin}`,
        String(row.nfe),
        row.seconds.toFixed(0),
        number(row.frechetDistance, 2),
        number(row.chiSquared, 1),
        pValue(row.chiSquaredP),
        percent(row.shareConfident),
        share(0),
        share(-1),
      ]
    }),
  )
  const trained = training.startedAt && training.endedAt ? (training.endedAt - training.startedAt) / 1000 : 0
  return [
    text,
    '',
    '* in the features of the shipped classifier, not FID; class shares in % with joint 95 % intervals.',
    `The network trained here (run ${training.number}, ${training.steps} steps in ${seconds(trained)}) gives half-formed digits; its grid stands in`,
    'the page beside the shipped network, whose card says how long that one was trained.',
    `${report}  (${seconds(took)} in all; \`npm run -s anneal -- runs\` lists the history)`,
  ].join('\n')
}
