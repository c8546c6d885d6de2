/** The page of a comparison, made from run folders: what the job writes and what a page asks for. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { toCamel } from '#contract/casing.ts'
import { corruptionWords, levelTitle, type CorruptionConfig } from '#contract/corruption.ts'
import { readClassResult } from '#contract/by-class.ts'
import { keepApart, plainName } from '#contract/keep-apart.ts'
import { datasetWords } from '#contract/dataset-words.ts'
import { scoreWords } from '#contract/score.ts'
import type { Result } from '#contract/run.ts'
import { unlikeStarts } from '#contract/unlike-starts.ts'
import { readRemarks } from '#history/remarks.ts'
import { readRunFolder, type RunFolder } from '#history/run-folder.ts'
import { type Level, sigmasOf } from '#theory/grids/levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { withoutFolders } from './without-folders.ts'
import { reportHtml, type ReportProportions, type ReportRun } from './report.ts'

/** The page of a comparison, from the folders of sampling runs and of their evaluations where there are such. */
export function comparisonHtml(
  compared: readonly { samples: string; evaluation: string | null }[],
  title = 'Comparison of noise schedules',
): string {
  const folders = compared.map(({ samples }) => read(samples))
  const runs = compared.map(({ samples, evaluation }, i) => describeRun(samples, folders[i], evaluation))
  const starts = unlikeStarts(folders.map(({ run, config }) => ({ number: run.number, config })))
  // What is told class by class has tables of its own, which see to it that unlike distances do not share one.
  const ofClass = ({ name }: Result) => readClassResult(name) !== null
  const { lists, apart } = keepApart(runs.map(({ results }) => results.filter((result) => !ofClass(result))))
  const keptApart = runs.map((run, i) => ({ ...run, results: [...lists[i], ...run.results.filter(ofClass)] }))
  return reportHtml({ title, createdAt: new Date(), runs: keptApart, apart, starts, proportions: proportionsOf(runs) })
}

const read = (folder: string): RunFolder => readRunFolder(dirname(folder), basename(folder))

function describeRun(folder: string, { run, meta, config, results }: RunFolder, judgement: string | null): ReportRun {
  if (config.kind !== 'sample') throw new Error(`run ${run.number} drew no samples`)
  const judged = judgement === null ? null : read(judgement)
  const evaluation = judged?.results ?? []
  const value = (name: string) => results.find((result) => result.name === name)
  const sheet = join(folder, 'samples', 'sheet.png')
  const dataRange = config.schedule.data_range ?? [0, 1]
  const levels = scheduleLevels(toCamel(config.schedule))
  return {
    number: run.number,
    label: meta.name,
    sigmas: sigmasOf(levels),
    dataRange,
    corruption: corruptionOf(config.corruption, levels),
    sampler: config.sampler.name,
    score: withoutFolders(scoreWords(config)),
    seed: config.seed,
    n: config.n,
    nfe: value('nfe')?.value ?? null,
    seconds: value('seconds')?.value ?? null,
    noiseHash: String(value('noise')?.protocol.hash ?? ''),
    results: [...notFinite(results, config.n), ...evaluation.filter(({ name }) => name !== SHARE)].map((result) => ({
      ...result,
      protocol: withoutFolders(result.protocol),
    })),
    remarks: [...readRemarks(folder), ...(judgement === null ? [] : readRemarks(judgement))],
    reference:
      judged?.config.kind === 'evaluate' && judged.config.reference ? datasetWords(judged.config.reference) : null,
    grid: existsSync(sheet) ? readFileSync(sheet) : null,
  }
}

function corruptionOf(corruption: CorruptionConfig | undefined, levels: readonly Level[]): ReportRun['corruption'] {
  const words = corruptionWords(corruption)
  if (!corruption || words === null) return null
  return { words, levels: levels.map((level) => level.corruption ?? 0), axis: levelTitle(corruption.name) }
}

const SHARE = 'share_not_finite'

/** What the sampling itself says of it, whether or not it was judged; runs of old say the count alone. */
function notFinite(results: readonly Result[], n: number): Result[] {
  const known = results.find(({ name }) => name === SHARE)
  if (known) return [known]
  const count = results.find(({ name }) => name === 'non_finite')?.value
  return typeof count === 'number' ? [{ name: SHARE, value: count / n, protocol: { not_finite: count, n } }] : []
}

const shares = (run: ReportRun) => run.results.filter(({ name }) => name.startsWith('share/'))
/** A share or an end that is missing is not 0: such a run has no bars. */
const isWhole = ({ value, low, high }: Result) => value !== null && typeof low === 'number' && typeof high === 'number'

/** Shares of the classes in every evaluated run; the data's from the counts that the evaluations were tested against. */
function proportionsOf(runs: readonly ReportRun[]): ReportProportions | null {
  const evaluated = runs.filter((run) => shares(run).length > 0 && shares(run).every(isWhole))
  if (evaluated.length === 0) return null
  const classes = shares(evaluated[0]).map(({ name }) => name.slice('share/'.length))
  const known = evaluated.map(
    (run) => run.results.find(({ name }) => plainName(name) === 'chi_squared')?.protocol.training_counts,
  )
  // Of several references no one line is the share in the data.
  const one = new Set(known.map((counts) => JSON.stringify(counts))).size === 1
  const data = one && Array.isArray(known[0]) ? (known[0] as number[]) : []
  const total = data.reduce((sum, count) => sum + count, 0)
  return {
    classes,
    references: one ? 1 : 2,
    data: data.map((count) => count / total),
    rows: evaluated.map((run) => ({
      label: run.label,
      share: shares(run).map(({ value }) => value!),
      low: shares(run).map(({ low }) => low!),
      high: shares(run).map(({ high }) => high!),
    })),
  }
}
