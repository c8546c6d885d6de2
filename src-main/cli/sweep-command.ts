/** `sweep FILE`, `sweep list|show|cancel|pause|resume|retry`: many runs described by one file, and the table of what they gave. */
import type { Command } from 'commander'
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import type { SweepPlan } from '#contract/sweep-plan.ts'
import { readingCells, TABLE_FORMATS, tableText } from '#contract/sweep-table-text.ts'
import {
  SWEEP_ACTIONS,
  type SweepAction,
  type SweepDetail,
  type SweepSummary,
  type SweepTable,
} from '#contract/sweep-view.ts'
import { addCommand, type Invocation } from './command.ts'
import { dryRunText, ELSEWHERE_OPTIONS, elsewhereOf } from './elsewhere-options.ts'
import { seconds, table } from './output.ts'
import { readConfig, readValue, splitWords } from './words.ts'

/** Loaded when a sweep is touched, so that the theory commands start without a database. */
const sweeps = () => import('./sweeps.ts')

export function addSweepCommand(program: Command): void {
  const help =
    'start the runs of a sweep file: FILE [steps.draw.n=8 vary.draw.seed=[0,1] ...] [--plan] [--fresh]; or list, show ID, pause|resume|cancel|retry ID'
  addCommand(program, 'sweep', help, sweep, [
    ['--plan', 'only say what it would run and cost; nothing is started'],
    ['--fresh', 'run everything, also what has been run before'],
    ['--queue', 'leave it to the app, or to `anneal queue`, instead of waiting for it'],
    ...ELSEWHERE_OPTIONS,
    ['--format <format>', 'of show: csv, markdown or latex'],
    ['--rows <rows>', 'of show: each run, or seeds taken together (each, seeds)'],
  ])
}

async function sweep(invocation: Invocation): Promise<void> {
  const [word, ...rest] = invocation.words
  if (word === 'list') return list(invocation)
  if (word === 'show') return show({ ...invocation, words: rest })
  if ((SWEEP_ACTIONS as readonly string[]).includes(word))
    return act(word as SweepAction, { ...invocation, words: rest })
  if (rest.some((other) => !other.includes('='))) {
    const message = `${word} is none of the words that a sweep's number follows, nor the only file. ${nearestName(word, ['show', 'list', ...SWEEP_ACTIONS])}`
    throw new Refusal(message, { field: word })
  }
  return start(invocation)
}

async function start({ words, options, output }: Invocation): Promise<void> {
  const { file, pairs } = splitWords(words)
  if (file === undefined)
    throw new Refusal('Name a sweep file, such as sigma-1.yaml; `anneal sweep list` lists those that were started.', {
      field: 'file',
    })
  const factors = pairs.filter((pair) => pair.startsWith(VARY))
  const { config: read, text } = readConfig(
    file,
    pairs.filter((pair) => !pair.startsWith(VARY)),
  )
  const config = withFactors(read, factors)
  const fresh = options.fresh === true
  const elsewhere = elsewhereOf(options)
  const { followSweep, submitted, withSweeps } = await sweeps()
  await withSweeps(async (service, runs) => {
    if (options.plan === true) {
      const plan = await service.plan(config, { fresh })
      return output.answer(plan, () => planText(plan))
    }
    if (options.dryRun === true) {
      const dry = await service.dryRun(config, { site: elsewhere?.site ?? {}, fresh })
      return output.answer(dry, () => dryRunText(dry))
    }
    const queueOnly = options.queue === true
    const how = { text: pairs.length > 0 ? undefined : text, fresh, queueOnly }
    const slurm = elsewhere?.on === 'slurm'
    const started = elsewhere
      ? await service.startElsewhere(config, { ...how, ...elsewhere, queueOnly: queueOnly && !slurm })
      : service.start(config, how)
    if (elsewhere && elsewhere.on !== 'here') output.note(`its folder is ${service.get(started.id).place?.folder}`)
    if (queueOnly && slurm) await submitted(started.id, service)
    if (queueOnly) output.note('`anneal queue` works on it; so does the app, once it is open')
    else await followSweep(started.id, { sweeps: service, runs, output })
    const detail = service.get(started.id)
    output.answer(answerOf(detail), () => textOf(detail))
  })
}

const VARY = 'vary.'

/** `vary.draw.seed=[0, 1]`: the name of a factor has dots itself. */
function withFactors(config: object, words: readonly string[]): object {
  if (words.length === 0) return config
  const given = words.map((word) => {
    const equals = word.indexOf('=')
    return [word.slice(VARY.length, equals), readValue(word.slice(equals + 1))] as const
  })
  return { ...config, vary: { ...(config as { vary?: object }).vary, ...Object.fromEntries(given) } }
}

async function act(action: SweepAction, { words, options, output }: Invocation): Promise<void> {
  const { followSweep, withSweeps } = await sweeps()
  await withSweeps(async (service, runs) => {
    const queueOnly = options.queue === true
    const { id } = service.act(oneSweep(words), action, { queueOnly })
    if (!queueOnly) await followSweep(id, { sweeps: service, runs, output })
    const detail = service.get(id)
    output.answer(answerOf(detail), () => textOf(detail))
  })
}

async function list({ output }: Invocation): Promise<void> {
  const { withSweeps } = await sweeps()
  await withSweeps((service) => {
    const rows = service.list()
    output.answer({ sweeps: rows }, () => (rows.length === 0 ? 'No sweeps yet.' : listing(rows)))
  })
}

async function show({ words, options, output }: Invocation): Promise<void> {
  const format = choice('format', options.format, TABLE_FORMATS)
  const wanted = choice('rows', options.rows, ['each', 'seeds'] as const)
  const { withSweeps } = await sweeps()
  await withSweeps((service) => {
    const detail = service.get(oneSweep(words))
    const { seeds, table: each } = detail
    if (wanted === 'seeds' && seeds === null)
      throw new Refusal(`rows: no seed varies in sweep ${detail.number}; leave --rows out.`, { field: 'rows' })
    const chosen = wanted === 'each' ? each : (seeds ?? each)
    output.answer(answerOf(detail), () => (format === null ? textOf(detail) : tableText(chosen, format)))
  })
}

function choice<C extends string>(name: string, given: unknown, choices: readonly C[]): C | null {
  if (given === undefined) return null
  const found = choices.find((one) => one === given)
  if (found !== undefined) return found
  throw new Refusal(`${name} must be one of ${choices.join(', ')}, got ${String(given)}.`, { field: name })
}

function oneSweep(words: readonly string[]): string {
  if (words.length === 1) return words[0]
  throw new Refusal(`Name one sweep by its number, got ${words.length}; \`anneal sweep list\` lists them.`, {
    field: 'sweep',
  })
}

const listing = (rows: readonly SweepSummary[]) =>
  table(
    ['sweep', 'name', 'state', 'runs', 'failed', 'begun'],
    rows.map(({ number, name, state, cells, finished, failed, createdAt }) => [
      String(number),
      name,
      state,
      `${finished}/${cells}`,
      String(failed),
      new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    ]),
  )

/** What `--json` prints. */
function answerOf({ number, id, name, state, fresh, list, table: rows, seeds }: SweepDetail) {
  const runs = list.map(({ step, factors, run, state, reused, reason }) => ({
    step,
    factors,
    run,
    state,
    reused,
    reason,
  }))
  return { sweep: number, id, name, state, fresh, runs, table: rows, seeds }
}

function textOf(detail: SweepDetail): string {
  const { number, name, state, cells, finished, list, table: each, seeds } = detail
  const reused = list.filter((cell) => cell.reused).length
  const ends = `${finished} of ${cells} runs${reused > 0 ? `, ${reused} of them there before` : ''}`
  return [
    terminalTable(each),
    '',
    ...(seeds ? ['Over seeds, mean ± standard deviation [95 % interval of the mean]:', terminalTable(seeds), ''] : []),
    ...each.reasons.map(({ row, reason }) => `row ${row + 1}: ${reason}`),
    `sweep ${number} ${name}: ${state}, ${ends}`,
  ].join('\n')
}

function terminalTable(rows: SweepTable): string {
  const { header, rows: cells } = readingCells(rows)
  return table(header, cells)
}

function planText({ steps, runs, reused, evaluations, seconds: time, bytes, unknown }: SweepPlan): string {
  const dash = (value: number | null, text: (value: number) => string) => (value === null ? '-' : text(value))
  const rows = steps.map((step) => [
    step.step,
    step.kind,
    String(step.runs),
    String(step.reused),
    dash(step.evaluations, count),
    dash(step.seconds, seconds),
    dash(step.bytes, megabytes),
  ])
  const some = (of: 'seconds' | 'bytes', text: string) => (steps.every((step) => step[of] === null) ? '-' : text)
  const sums = [count(evaluations), some('seconds', seconds(time)), some('bytes', megabytes(bytes))]
  const total = ['all', '', String(runs), String(reused), ...sums]
  const left = [...new Set([...unknown.seconds, ...unknown.bytes])]
  return [
    table(['step', 'kind', 'runs', 'there before', 'evaluations', 'time', 'disk'], [...rows, total]),
    '',
    ...steps.map(({ step, basis }) => `${step}: ${basis}`),
    ...(left.length > 0 ? [`The sums are without what is not known of ${left.join(', ')}.`] : []),
  ].join('\n')
}

const count = (value: number) => value.toLocaleString('en')
const megabytes = (bytes: number) => `${(bytes / 1e6).toPrecision(3)} MB`
