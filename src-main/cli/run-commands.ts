/** `train`, `sample`, `evaluate`, `compare`, `run`; `queue`, `runs`, `show`, `resume`, `cancel`. */
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { furtherConfig } from '#contract/further.ts'
import { applyOverrides } from '#contract/overrides.ts'
import { foldWords } from '#contract/field-words.ts'
import { oneLine } from '#contract/printable.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { callerPath } from '#files/caller-path.ts'
import type { RunService, StartOptions } from '#runs/run-service.ts'
import { isOpen } from '#runs/run-state.ts'
import type { SweepService } from '#sweeps/sweep-service.ts'
import { addCommand, type Invocation } from './command.ts'
import { type Output, seconds, table } from './output.ts'
import { readConfig, readValue, splitWords } from './words.ts'

const START: readonly (readonly [name: string, kind: string | null, description: string])[] = [
  ['train', 'train', 'train a score network'],
  ['train-classifier', 'train-classifier', 'train the classifier that judges samples'],
  ['sample', 'sample', 'draw samples along a schedule'],
  ['evaluate', 'evaluate', 'judge the samples of a run'],
  ['run', null, 'start whatever the configuration describes'],
]
const QUEUE_OPTION = ['--queue', 'leave it in the queue instead of waiting for it'] as const

export function addRunCommands(program: Command): void {
  for (const [name, kind, description] of START) {
    const help = `${description}: [CONFIG.yaml] [key=value ...]`
    addCommand(program, name, help, (invocation) => startFromWords(kind, invocation), [QUEUE_OPTION])
  }
  addCommand(program, 'compare', 'compare sampling runs in one page: RUN... --out report.html', compare, [
    ['--out <file>', 'copy the page there'],
  ])
  addCommand(program, 'queue', 'work on what is queued, and on sweeps under way, until nothing is', workQueue, [
    ['--list', 'only list what is queued'],
  ])
  addCommand(program, 'runs', 'list the runs', list, [['--trash', 'list those in the trash']])
  addCommand(program, 'show', 'one run, whole: RUN', show)
  addCommand(
    program,
    'resume',
    'go on with an interrupted or cancelled run: RUN, or with a training beyond its end: RUN training.steps=400',
    resume,
    [QUEUE_OPTION],
  )
  addCommand(program, 'cancel', 'cancel a queued or running run: RUN', cancel)
}

/** Loaded when a run is touched, so that the theory commands start without a database. */
const runs = () => import('./runs.ts')

async function startFromWords(kind: string | null, { words, options, output }: Invocation): Promise<void> {
  const { file, pairs } = splitWords(words)
  const { config, text } = readConfig(file, pairs)
  const { withScheduleTaken } = await import('./given-schedule.ts')
  const { withRuns } = await runs()
  await withRuns(async (service) => {
    const queueOnly = options.queue === true
    const { config: whole, notes } = withScheduleTaken({ ...(kind !== null && { kind }), ...config }, service.history)
    for (const note of notes) output.note(note)
    for (const said of foldWords(whole).said) output.note(said)
    await startAndTell(service, whole, { ...(text ? { configText: text } : {}), queueOnly }, output)
  })
}

async function startAndTell(service: RunService, config: object, how: StartOptions, output: Output): Promise<void> {
  const { follow } = await runs()
  const run = service.startRun(config, how)
  for (const { message } of service.history.read.get(run.id).remarks) output.note(`note: ${message}`)
  const ended = how.queueOnly ? run : await follow(service, run, output)
  if (how.queueOnly) output.note('`anneal queue` works on what is queued; so does the app, once it is open')
  output.answer(service.history.read.get(ended.id), () => summary(ended))
}

async function compare({ words, options, output }: Invocation): Promise<void> {
  if (words.length === 0) throw new Refusal('Name the sampling runs to compare, such as 3 4 5.', { field: 'runs' })
  const { follow, withRuns } = await runs()
  await withRuns(async (service) => {
    const ended = await follow(service, service.startRun({ kind: 'compare', runs: words }), output)
    const report = join(service.history.home.runs, ended.folder, 'report.html')
    const out = typeof options.out === 'string' ? callerPath(options.out) : report
    if (out !== report && existsSync(report)) copyFileSync(report, out)
    output.answer({ ...service.history.read.get(ended.id), report: out }, () => `${summary(ended)}\n${out}`)
  })
}

async function workQueue({ options, output }: Invocation): Promise<void> {
  const { follow } = await runs()
  const { withSweeps } = await import('./sweeps.ts')
  const listed = options.list === true
  const work = async (sweeps: SweepService, service: RunService): Promise<void> => {
    const rows = service.history.read.queue()
    const text = rows.length === 0 ? 'Nothing is queued.' : listing(rows)
    if (listed) return output.answer({ runs: rows }, () => text)
    if (rows.length > 0) output.note(text)
    const ended = new Map<string, RunRecord>()
    const stopListening = service.subscribe('runs/changed', (run) => isOpen(run.state) || ended.set(run.id, run))
    // One Ctrl-C ends the run and the work on the queue: what is left stays queued.
    const ending = new AbortController()
    const stop = () => ending.abort()
    process.on('SIGINT', stop).on('SIGTERM', stop)
    try {
      while (!ending.signal.aborted) {
        const next = service.current() ?? service.history.read.queue()[0]
        if (next) await follow(service, next, output)
        else if (!(await sweeps.soon())) break
      }
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      stopListening()
    }
    const done = [...ended.values()]
    const left = service.history.read.queue().length
    if (ending.signal.aborted && left > 0) output.note(`${left} left in the queue: anneal queue goes on with them`)
    output.answer({ runs: done }, () => (done.length === 0 ? 'Nothing is queued.' : done.map(summary).join('\n')))
  }
  await withSweeps(work, listed ? 'own' : 'all')
}

async function list({ options, output }: Invocation): Promise<void> {
  const { withRuns } = await runs()
  await withRuns((service) => {
    const rows = service.history.read.list({ trashed: options.trash === true })
    output.answer({ runs: rows }, () =>
      rows.length === 0 ? 'No runs yet: npm run quickstart makes some.' : listing(rows),
    )
  })
}

const listing = (rows: readonly RunRecord[]) =>
  table(
    ['run', 'kind', 'name', 'state', 'step', 'seed', 'took'],
    rows.map((run) => [
      String(run.number),
      run.kind,
      run.name,
      run.state,
      `${run.step}/${run.steps}`,
      String(run.seed),
      run.startedAt && run.endedAt ? seconds((run.endedAt - run.startedAt) / 1000) : '',
    ]),
  )

async function show({ words, output }: Invocation): Promise<void> {
  const { withRuns } = await runs()
  await withRuns((service) => {
    const { id } = service.history.read.need(oneRun(words))
    const run = service.history.read.get(id)
    const lineage = service.history.read.lineage(id)
    output.answer({ ...run, lineage }, () => `${summary(run)}\n${JSON.stringify(run, null, 2)}`)
  })
}

async function resume({ words, options, output }: Invocation): Promise<void> {
  const { file: reference, pairs } = splitWords(words)
  const name = oneRun(reference === undefined ? [] : [reference])
  if (pairs.length > 0) return trainFurther(name, pairs, options.queue === true, output)
  const { follow, withRuns } = await runs()
  await withRuns(async (service) => {
    const ended = await follow(service, service.resume(name), output)
    output.answer(service.history.read.get(ended.id), () => summary(ended))
  })
}

/** A training beyond its end, or otherwise from here on: a run of its own, whose parent the first is. */
async function trainFurther(reference: string, pairs: string[], queueOnly: boolean, output: Output): Promise<void> {
  const { withRuns } = await runs()
  await withRuns(async (service) => {
    const { number, kind, id } = service.history.read.need(reference)
    const config = service.history.read.configOf(id)
    if (config.kind !== 'train')
      throw new Refusal(
        `Run ${number} is of kind ${kind}: only a training goes on with other fields, got ${pairs.join(' ')}.`,
        { field: 'run', code: 'unsupported' },
      )
    await startAndTell(service, applyOverrides(furtherConfig(config, number), pairs, readValue), { queueOnly }, output)
  })
}

async function cancel({ words, output }: Invocation): Promise<void> {
  const { withRuns } = await runs()
  await withRuns((service) => {
    const run = service.cancel(oneRun(words))
    output.answer(run, () => summary(run))
  })
}

function oneRun(words: readonly string[]): string {
  if (words.length !== 1) throw new Refusal(`Name one run by its number or id, got ${words.length}.`, { field: 'run' })
  return words[0]
}

function summary(run: RunRecord): string {
  const took = run.startedAt && run.endedAt ? ` in ${seconds((run.endedAt - run.startedAt) / 1000)}` : ''
  return `run ${run.number} ${oneLine(run.name)}: ${run.state}${took}${run.reason ? `. ${run.reason}` : ''}`
}
