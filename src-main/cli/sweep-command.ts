/** `sweep FILE`, `sweep list|show|cancel|pause|resume|retry`: many runs described by one file, and the table of what they gave. */
import type { Command } from 'commander'
import { Refusal } from '#contract/refusal.ts'
import { SWEEP_ACTIONS, type SweepAction, type SweepDetail, type SweepSummary } from '#contract/sweep-view.ts'
import { addCommand, type Invocation } from './command.ts'
import { table } from './output.ts'
import { readConfig, splitWords } from './words.ts'

/** Loaded when a sweep is touched, so that the theory commands start without a database. */
const sweeps = () => import('./sweeps.ts')

export function addSweepCommand(program: Command): void {
  const help = 'start the runs of a sweep file: FILE [--plan] [--fresh]; or list, show ID, pause|resume|cancel|retry ID'
  addCommand(program, 'sweep', help, sweep, [
    ['--plan', 'only say what it would run and cost; nothing is started'],
    ['--fresh', 'run everything, also what has been run before'],
    ['--queue', 'leave it to the app, or to `anneal queue`, instead of waiting for it'],
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
  return start(invocation)
}

async function start({ words, options, output }: Invocation): Promise<void> {
  const { file, pairs } = splitWords(words)
  if (file === undefined)
    throw new Refusal('Name a sweep file, such as sigma-1.yaml; `anneal sweep list` lists those that were started.', {
      field: 'file',
    })
  const { config, text } = readConfig(file, pairs)
  const { followSweep, withSweeps } = await sweeps()
  await withSweeps(async (service) => {
    const given = { text: pairs.length > 0 ? undefined : text, fresh: options.fresh === true }
    const started = service.start(config, given)
    const ended = options.queue === true ? started : await followSweep(service, started.id, output)
    const detail = service.get(ended.id)
    output.answer(answerOf(detail), () => textOf(detail))
  })
}

async function act(action: SweepAction, { words, options, output }: Invocation): Promise<void> {
  const { followSweep, withSweeps } = await sweeps()
  await withSweeps(async (service) => {
    const { id } = service.act(oneSweep(words), action)
    if (options.queue !== true) await followSweep(service, id, output)
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

async function show({ words, output }: Invocation): Promise<void> {
  const { withSweeps } = await sweeps()
  await withSweeps((service) => {
    const detail = service.get(oneSweep(words))
    output.answer(answerOf(detail), () => textOf(detail))
  })
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
  const { number, name, state, cells, finished, list, table: rows } = detail
  const reused = list.filter((cell) => cell.reused).length
  return [
    tableText(rows),
    '',
    ...rows.reasons.map(({ row, reason }) => `row ${row + 1}: ${reason}`),
    `sweep ${number} ${name}: ${state}, ${finished} of ${cells} runs${reused > 0 ? `, ${reused} of them there before` : ''}`,
  ].join('\n')
}

/** For a terminal: what is of one class alone stays in the JSON and in files. */
function tableText({ about, rows }: SweepDetail['table']): string {
  const shown = about.filter(({ name }) => !name.includes('/') && !/ (low|high)$/.test(name))
  return table(
    shown.map(({ name, of }) => (of === 'factor' ? name : name)),
    rows.map((row) => shown.map(({ name }) => valueText(row[name]))),
  )
}

const valueText = (value: string | number | boolean | null): string =>
  value === null ? '-' : typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(4) : String(value)
