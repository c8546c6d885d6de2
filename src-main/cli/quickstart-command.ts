/** `quickstart`: the main job from nothing to a page, on this machine. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { parse as parseYaml } from 'yaml'
import { Refusal } from '#contract/refusal.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { callerPath } from '#files/caller-path.ts'
import { measureTitle } from '#contract/measures.ts'
import type { StudyResult } from '#contract/study-result.ts'
import type { Quickstart } from '#studies/quickstart.ts'
import { differenceText, FINDING_WORDS, measuredText, verdictText } from '#contract/study-words.ts'
import { addCommand, type Invocation } from './command.ts'
import { pValue, seconds, table } from './output.ts'
import { openStop } from './stop.ts'
import { programVersion, resourcesFolder } from '#program/folders.ts'
import { readText } from './words.ts'

export function addQuickstartCommand(program: Command): void {
  const help = 'train, sample along five schedules, judge and compare: the main job in about ten minutes'
  addCommand(program, 'quickstart', help, runQuickstart, [
    ['--samples <n>', 'samples along each schedule (250)'],
    ['--training-steps <n>', 'steps of the network trained on the way'],
    ['--out <folder>', 'where the page and its pictures are copied to (anneal-quickstart)'],
  ])
}

async function runQuickstart({ options, output }: Invocation): Promise<void> {
  const [{ quickstart }, { finish }, { withSweeps }, { engineEnvironment }] = await Promise.all([
    import('#studies/quickstart.ts'),
    import('./runs.ts'),
    import('./sweeps.ts'),
    import('#program/tensorflow-library.mjs'),
  ])
  const began = performance.now()
  const samples = options.samples === undefined ? undefined : wholeNumber(options.samples, 'samples', 0)
  const training = parseYaml(readText(join(resourcesFolder(), 'recipes', 'mnist-unet-quick.yaml'))) as RunConfigInput
  if (options.trainingSteps !== undefined && training.kind === 'train')
    training.training.steps = wholeNumber(options.trainingSteps, 'training-steps', 0)

  await withSweeps(async (sweeps, service) => {
    const stopped = new AbortController()
    const following = openStop(sweeps, stopped, output)
    try {
      const result = await quickstart({
        sweeps,
        from: { history: service.history, resources: resourcesFolder() },
        version: programVersion(),
        environment: engineEnvironment,
        signal: stopped.signal,
        training,
        samples,
        run: (config) => finish(service, config, output, 'quickstart'),
        note: (line) => output.note(line),
        onSweep(now) {
          following.sweep(now.id)
          output.progress(`${now.finished}/${now.cells} runs`)
        },
        onMeasure: ({ stage, done, of }) => output.progress(`${stage}: ${Math.floor((100 * done) / of)} %`),
      })
      if (!result) return
      const folder = callerPath(typeof options.out === 'string' ? options.out : 'anneal-quickstart')
      mkdirSync(folder, { recursive: true })
      const report = join(folder, 'report.html')
      copyFileSync(join(service.history.home.runs, result.comparison.folder, 'report.html'), report)
      const took = (performance.now() - began) / 1000
      const { study: _study, ...answer } = result
      output.answer({ ...answer, report, seconds: took }, () => summary(result, report, took))
    } finally {
      following.end()
    }
  })
}

function wholeNumber(given: unknown, field: string, usual: number): number {
  if (given === undefined) return usual
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1)
    throw new Refusal(`${field} must be a whole number of 1 or more, got ${String(given)}.`, { field })
  return value
}

function summary({ result, training }: Quickstart, report: string, took: number): string {
  const names = result.shown.map(measureTitle)
  const text = table(
    ['schedule', ...names, 'least class', 'largest class'],
    result.arms.map(({ name, values, shares }) => {
      const sorted = Object.entries(shares ?? {}).toSorted((a, b) => a[1] - b[1])
      const share = (at: number) => {
        const found = sorted.at(at)
        return found ? `${found[0]}: ${(100 * found[1]).toFixed(1)} %` : '-'
      }
      return [name, ...values.map(measuredText), share(0), share(-1)]
    }),
  )
  const trained = training.startedAt && training.endedAt ? (training.endedAt - training.startedAt) / 1000 : 0
  return [
    text,
    '',
    ...result.comparisons.map(comparisonText),
    verdictText(result),
    '',
    'Distances are in the features of the shipped classifier, not FID; intervals at 95 %.',
    `The network trained here (run ${training.number}, ${training.steps} steps in ${seconds(trained)}) gives half-formed digits; its grid stands in`,
    'the page beside the shipped network, whose card says how long that one was trained.',
    `${report}  (${seconds(took)} in all; \`npm run -s anneal -- runs\` lists the history)`,
    'Next: `npm start`, page Studies, tries the claims of the field one by one; `npm run -s anneal -- study list` names them.',
  ].join('\n')
}

function comparisonText({ spec, difference, missing, finding, adjustedP }: StudyResult['comparisons'][number]): string {
  if (!difference) return `${spec.name}: ${missing}`
  const p = adjustedP === null ? '' : `, p ${pValue(adjustedP)}`
  return `${spec.name}: ${differenceText(difference)}${p}: ${FINDING_WORDS[finding]}`
}
