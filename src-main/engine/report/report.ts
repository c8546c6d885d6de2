/** A comparison of sampling runs as one self-contained HTML page: no script, no request, fit for a paper's appendix. */
import { plainName } from '#contract/keep-apart.ts'
import { pValueText } from '#contract/p-value.ts'
import type { Remark } from '#contract/remark.ts'
import type { Result } from '#contract/run.ts'
import { classTables } from './class-distances.ts'
import { key, levelsPlots, proportionsPlot, schedulesPlot, type Shares } from './plots.ts'
import { REPORT_STYLE } from './report-style.ts'
import { escape } from '#figures/svg.ts'

export type ReportRun = {
  number: number
  label: string
  sigmas: readonly number[]
  dataRange: readonly [number, number]
  /** What is undone beside the noise, and its level at each sigma; null where noise is alone. */
  corruption: { words: string; levels: readonly number[]; axis: string } | null
  sampler: string
  /** What it asked at every step, in words. */
  score: string
  seed: number
  n: number
  /** Null where the file of the results is damaged. */
  nfe: number | null
  seconds: number | null
  noiseHash: string
  results: readonly Result[]
  /** What it is to be read with in mind; marks its row. */
  remarks: readonly Remark[]
  /** What it was judged against, in a few words; null where it was not judged. */
  reference: string | null
  /** PNG of the first samples, in the order of their index. */
  grid: Uint8Array | null
}
export type ReportProportions = {
  classes: readonly string[]
  /** Empty where they are held against several references, or none that counts classes. */
  data: readonly number[]
  references: number
  rows: readonly Shares[]
}
export type Report = {
  title: string
  createdAt: Date
  runs: readonly ReportRun[]
  /** Results of which there are several kinds, each in a column of its own, and why. */
  apart: readonly { names: readonly string[]; reason: string }[]
  /** That the runs start from unlike things, if they do. */
  starts: string | null
  proportions: ReportProportions | null
}

type Column = { name: string; title: string; text: (value: number) => string }

const decimals = (digits: number) => (value: number) => value.toFixed(digits)
/** A share of 1 in 10,000 is not 0.0 %. */
const smallShare = (value: number) => `${Number((value * 100).toPrecision(2))} %`
const percent = (value: number) => `${(value * 100).toFixed(1)} %`

const METRICS: readonly Column[] = [
  { name: 'fid', title: 'FID', text: decimals(2) },
  { name: 'fid_inf', title: 'FID at infinite n', text: decimals(2) },
  { name: 'kid', title: 'KID', text: decimals(5) },
  { name: 'precision', title: 'precision', text: decimals(3) },
  { name: 'recall', title: 'recall', text: decimals(3) },
  { name: 'density', title: 'density', text: decimals(3) },
  { name: 'coverage', title: 'coverage', text: decimals(3) },
  { name: 'frechet_distance', title: 'Fréchet distance, classifier features', text: decimals(2) },
  { name: 'chi_squared', title: 'chi-squared', text: decimals(1) },
  { name: 'chi_squared_p', title: 'p', text: pValueText },
  { name: 'mean_confidence', title: 'mean confidence', text: decimals(4) },
  { name: 'share_confident', title: 'confidence ≥ 0.9', text: percent },
  { name: 'nearer_than_held_out', title: 'P(nearer than held-out)', text: decimals(3) },
  { name: 'copied', title: 'copied', text: percent },
  { name: 'share_not_finite', title: 'share not finite', text: smallShare },
]

const TITLES = new Map(METRICS.map(({ name, title }) => [name, title]))

export function reportHtml(report: Report): string {
  const byClass = classTables(report.runs)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(report.title)}</title><style>${REPORT_STYLE}</style></head><body><main>
<header><h1>${escape(report.title)}</h1>
<p>${sentence(report)}</p></header>
${section('Noise schedules', schedulesPlot(report.runs.map(({ label, sigmas }) => ({ label, sigmas }))), legend(report))}
${levelsPlots(report.runs.map(({ label, corruption }) => corruption && { label, ...corruption }))
  .map(({ svg, said }) => section('Corruption', svg, `${legend(report)}${said ? ` Drawn ${said}.` : ''}`))
  .join('')}
${section('Samples', grids(report), samplesCaption(report))}
${report.proportions ? section('Class proportions', proportionsPlot(report.proportions.classes, report.proportions.data, report.proportions.rows), `${legend(report)} Bars are joint intervals; ${dataSaid(report.proportions, referencesSaid(report.runs))}.`) : ''}
${section('Figures of merit', metricsTable(report) + remarksOf(report), meritCaption(report))}
${byClass ? section('Distance by class', byClass, `Every class at the same n; sets of a class drawn more often are averaged. Runs share a table only where they are measured alike. Judged against ${referencesSaid(report.runs)}.`) : ''}
${section('Protocol', protocol(report), '')}
</main></body></html>
`
}

/** Every reference by name, and which runs have it where there are several. */
function referencesSaid(runs: readonly ReportRun[]): string {
  const names = [...new Set(runs.flatMap(({ reference }) => reference ?? []))]
  if (names.length < 2) return escape(names[0] ?? '')
  const whose = (name: string) => runs.filter(({ reference }) => reference === name).map(({ number }) => number)
  return names.map((name) => `${escape(name)} (run ${whose(name).join(', ')})`).join('; ')
}

const dataSaid = ({ references, data }: ReportProportions, said: string) =>
  references > 1
    ? `the runs were judged against several references, so that no line stands for the data: ${said}`
    : data.length > 0
      ? `the black line is the share in the reference data, ${said}`
      : `the reference, ${said}, counts no classes`

const section = (title: string, body: string, caption: string) =>
  `<section><h2>${title}</h2><figure>${body}${caption ? `<figcaption>${caption}</figcaption>` : ''}</figure></section>`

function sentence({ runs, createdAt }: Report): string {
  const scores = [...new Set(runs.map(({ score }) => score))]
  const day = createdAt.toISOString().slice(0, 10)
  return `${runs.length} sampling ${runs.length === 1 ? 'run' : 'runs'} of ${escape(scores.join(', '))}; made by Anneal on ${day}.`
}

const legend = ({ runs }: Pick<Report, 'runs'>) =>
  runs.map(({ label }, i) => `<span class="entry">${key(i)} ${escape(label)}</span>`).join(' ')

function samplesCaption({ runs }: Report): string {
  const same = new Set(runs.map(({ noiseHash }) => noiseHash)).size === 1
  const corrupted = runs.some(({ corruption }) => corruption !== null)
  return same
    ? `A place in one grid and the same place in another started from the same draw; a normal one is scaled to each schedule\u2019s first sigma${corrupted ? ', an image is under each run\u2019s own corruption' : ''}.`
    : 'These runs did not start from the same noise: places in different grids do not correspond.'
}

const grids = ({ runs }: Report) =>
  `<div class="grids">${runs
    .map((run, i) => {
      const image = run.grid
        ? `<img alt="Samples of ${escape(run.label)}" src="data:image/png;base64,${toBase64(run.grid)}">`
        : '<p>no picture</p>'
      return `<div><h3>${key(i)} ${escape(run.label)}</h3>${image}<p>${escape(run.sampler)}, NFE ${run.nfe ?? '&ndash;'}</p></div>`
    })
    .join('')}</div>`

function meritCaption({ apart, runs, starts }: Report): string {
  const said = referencesSaid(runs)
  const against = said ? ` Judged against ${said}.` : ''
  const reasons = apart.map(({ names, reason }) => {
    const titles = names.map((name) => TITLES.get(name) ?? name)
    return ` ${escape(titles.join('; '))}: in columns of their own, because ${escape(reason)}.`
  })
  return `n is the number of samples behind a row; NFE counts network evaluations for each sample. Intervals in brackets where a metric has one. A distance depends on n and on its features: compare it only within its column.${against}${reasons.join('')}${starts ? ` ${escape(starts)}` : ''}`
}

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

function metricsTable({ runs }: Report): string {
  const names = [...new Set(runs.flatMap(({ results }) => results.map(({ name }) => name)))]
  const columns = METRICS.flatMap((column) =>
    names
      .filter((name) => plainName(name) === column.name)
      .map((name) => ({ ...column, name, title: column.title + name.slice(column.name.length) })),
  )
  const corrupts = runs.some(({ corruption }) => corruption !== null)
  const head = [
    'run',
    'schedule',
    ...(corrupts ? ['corruption'] : []),
    'sampler',
    'levels',
    'n',
    'NFE',
    's',
    ...columns.map(({ title }) => title),
  ]
  const rows = runs.map((run, i) => {
    const cells = [
      String(run.number),
      `${key(i)} ${escape(run.label)}${run.remarks.length > 0 ? ' <strong title="see the remarks below">!</strong>' : ''}`,
      ...(corrupts ? [escape(run.corruption?.words ?? 'none')] : []),
      escape(run.sampler),
      String(run.sigmas.length),
      String(run.n),
      String(run.nfe ?? '&ndash;'),
      run.seconds?.toFixed(1) ?? '&ndash;',
      ...columns.map((column) =>
        cell(
          run.results.find(({ name }) => name === column.name),
          column,
        ),
      ),
    ]
    return `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`
  })
  return `<div class="wide"><table><thead><tr>${head.map((title) => `<th scope="col">${escape(title)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

/** Of the rows that are marked. */
function remarksOf({ runs }: Report): string {
  const marked = runs.filter(({ remarks }) => remarks.length > 0)
  if (marked.length === 0) return ''
  const items = marked.flatMap(({ number, remarks }) =>
    remarks.map(({ message }) => `<li>! run ${number}: ${escape(message)}</li>`),
  )
  return `<ul>${items.join('')}</ul>`
}

function cell(result: Result | undefined, { text }: Column): string {
  if (!result || result.value === null) return '&ndash;'
  const shown = (value: number) => escape(text(value))
  if (result.low === undefined || result.high === undefined) return shown(result.value)
  return `${shown(result.value)} <small>[${shown(result.low)}, ${shown(result.high)}]</small>`
}

function protocol({ runs }: Report): string {
  const rows = runs.map((run) => {
    const facts = run.results.map(
      ({ name, protocol: facts }) => `<dt>${escape(name)}</dt><dd>${escape(JSON.stringify(facts))}</dd>`,
    )
    const { sigmas } = run
    return `<details><summary>Run ${run.number}, ${escape(run.label)}</summary><dl>
<dt>score</dt><dd>${escape(run.score)}</dd>${run.reference === null ? '' : `<dt>judged against</dt><dd>${escape(run.reference)}</dd>`}<dt>seed</dt><dd>${run.seed}</dd><dt>noise hash</dt><dd>${escape(run.noiseHash)}</dd>
<dt>sigmas</dt><dd>${sigmas.length} levels, ${sigmas[0]} to ${sigmas[sigmas.length - 1]}, pixels in [${run.dataRange.join(', ')}]: ${sigmas.join(', ')}</dd>${corruptionFacts(run)}${facts.join('')}</dl></details>`
  })
  return rows.join('')
}

const corruptionFacts = ({ corruption }: ReportRun) =>
  corruption
    ? `<dt>corruption</dt><dd>${escape(corruption.words)}</dd><dt>its levels</dt><dd>${escape(corruption.axis)}: ${corruption.levels.join(', ')}</dd>`
    : ''
