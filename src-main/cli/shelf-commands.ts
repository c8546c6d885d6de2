/** `study list|show|plan|run|report NAME tier=toy`: the shelf of published claims. */
import type { Command } from 'commander'
import { Refusal } from '#contract/refusal.ts'
import { parseStudy, STUDY_SOURCES, type StudyFile, TIERS, type TierName } from '#contract/study-file.ts'
import { shownResult, type StudyResult, type StudyView } from '#contract/study-result.ts'
import { resourcesFolder } from '#program/folders.ts'
import { addCommand, type Invocation } from './command.ts'
import { table } from './output.ts'
import { openStop } from './stop.ts'
import { readConfig, readWords } from './words.ts'

export function addShelfCommands(study: Command): void {
  addCommand(study, 'list', 'every study, with cost and verdict of each tier', list)
  addCommand(study, 'show', 'claim, published numbers, tiers and what they gave: NAME', show)
  addCommand(study, 'plan', 'what a tier would run, and what of it is there: NAME tier=toy', plan)
  addCommand(study, 'run', 'run a tier to its verdict: NAME or FILE.yaml, tier=toy|evening', run, [
    ['--fresh', 'run everything, also what has been run before'],
  ])
  addCommand(study, 'report', 'the result as Markdown, your own or the one that ships: NAME tier=toy', report)
}

async function list({ output }: Invocation): Promise<void> {
  const views = await allViews()
  const studies = views.map(({ id, source, claim, tiers }) => ({
    id,
    source,
    claim,
    tiers: Object.fromEntries(
      Object.entries(tiers).map(([name, tier]) => [
        name,
        { minutes: tier.minutes, verdict: verdictOf(shownResult(tier)) },
      ]),
    ),
  }))
  output.answer({ studies }, () =>
    table(
      ['study', 'about', ...TIERS],
      views.map(({ id, title, tiers }) => [id, title, ...TIERS.map((name) => tierText(tiers[name]))]),
    ),
  )
}

function tierText(tier: StudyView['tiers'][TierName]): string {
  if (!tier) return '-'
  const result = shownResult(tier)
  const cost = tier.minutes === null ? 'planned' : durationText(tier.minutes)
  return result ? `${verdictOf(result) ?? 'shown'} (${tier.own ? 'yours' : 'shipped'})` : cost
}

const durationText = (minutes: number): string =>
  minutes >= 120 ? `${Math.round(minutes / 60).toLocaleString('en')} h` : `${minutes} min`

const verdictOf = (result: StudyResult | null): string | null => result?.verdict ?? null

async function show({ words, output }: Invocation): Promise<void> {
  const { study } = await asked(words)
  const { viewOf } = await import('#studies/study-view.ts')
  const view = viewOf(study, await places())
  output.answer(view, () =>
    [
      `${view.id}, version ${view.version}: ${view.title}`,
      STUDY_SOURCES[view.source],
      '',
      view.claim,
      '',
      `Published (${view.published.where}):`,
      table(
        view.published.columns,
        view.published.rows.map((row) => row.map((value) => String(value ?? ''))),
      ),
      ...(view.published.note ? [view.published.note] : []),
      ...TIERS.flatMap((name) => {
        const tier = view.tiers[name]
        return tier ? ['', `${name}: ${tierText(tier)}`, tier.says] : []
      }),
    ].join('\n'),
  )
}

async function plan({ words, output }: Invocation): Promise<void> {
  const { study, tier } = await asked(words)
  const { viewOf } = await import('#studies/study-view.ts')
  const { needTier } = await import('#studies/run-study.ts')
  if (!study.tiers[tier]) needTier(study, tier)
  const { minutes, says, runs, evaluations } = viewOf(study, await places()).tiers[tier]!
  output.answer({ study: study.id, tier, minutes, runs, evaluations, says }, () =>
    [
      says,
      runs === null
        ? 'Not run by this program.'
        : `${runs} runs, ${(evaluations ?? 0).toLocaleString('en')} evaluations of single images.`,
      minutes === null ? '' : `About ${durationText(minutes)} on two cores.`,
    ].join('\n'),
  )
}

async function run({ words, options, output }: Invocation): Promise<void> {
  const { study, tier, name } = await asked(words)
  const [{ runStudy, needTier }, { studyText }, { withSweeps }, { engineEnvironment }, { programVersion }] =
    await Promise.all([
      import('#studies/run-study.ts'),
      import('#studies/study-text.ts'),
      import('./sweeps.ts'),
      import('#program/tensorflow-library.mjs'),
      import('#program/folders.ts'),
    ])
  needTier(study, tier)
  const stopped = new AbortController()
  const result = await withSweeps(async (sweeps, { history }) => {
    const following = openStop(sweeps, stopped, output)
    try {
      return await runStudy(study, tier, {
        sweeps,
        from: { history, resources: resourcesFolder() },
        version: programVersion(),
        environment: engineEnvironment,
        signal: stopped.signal,
        fresh: options.fresh === true,
        command: commandOf(name, tier),
        onSweep(now) {
          following.sweep(now.id)
          output.progress(`${now.finished}/${now.cells} runs${now.failed > 0 ? `, ${now.failed} failed` : ''}`)
        },
        onMeasure: ({ stage, done, of }) => output.progress(`${stage}: ${Math.floor((100 * done) / of)} %`),
      })
    } finally {
      following.end()
    }
  })
  if (result) output.answer(result, () => studyText(study, result))
}

async function report({ words, output }: Invocation): Promise<void> {
  const { study, tier, name } = await asked(words)
  const { resultsOf } = await import('#studies/result-files.ts')
  const { needTier } = await import('#studies/run-study.ts')
  const { studyText } = await import('#studies/study-text.ts')
  const result = shownResult(resultsOf(study, tier, await places()))
  if (!result) {
    needTier(study, tier)
    throw new Refusal(`tier: ${tier} of ${study.id} was not run yet: ${commandOf(name, tier)}.`, {
      field: 'tier',
      code: 'not-found',
    })
  }
  output.answer(result, () => studyText(study, result))
}

const commandOf = (name: string, tier: TierName): string => `anneal study run ${name} tier=${tier}`

/** A study by its name or as a file, and the tier. */
async function asked(words: readonly string[]): Promise<{ study: StudyFile; tier: TierName; name: string }> {
  const [name, ...others] = words.filter((word) => !word.includes('='))
  if (name === undefined || others.length > 0)
    throw new Refusal(
      `Name one study, got ${words.length === 0 ? 'none' : words.join(' ')}; \`anneal study list\` lists them.`,
      { field: 'study' },
    )
  const { tier = 'toy', ...unknown } = readWords(words.filter((word) => word.includes('=')))
  const [first] = Object.keys(unknown)
  if (first !== undefined)
    throw new Refusal(`There is no option ${first} of a study; tier=toy is the only one.`, { field: first })
  if (!(TIERS as readonly unknown[]).includes(tier))
    throw new Refusal(`tier must be one of ${TIERS.join(', ')}, got ${String(tier)}.`, { field: 'tier' })
  const { findStudy, refuseNameOfShelf } = await import('#studies/shelf.ts')
  const fromFile = /\.(ya?ml|json)$/i.test(name)
  const study = fromFile ? parseStudy(readConfig(name, []).config, name) : findStudy(name, resourcesFolder())
  if (fromFile) refuseNameOfShelf(study, name, resourcesFolder())
  return { study, tier: tier as TierName, name }
}

async function places() {
  const { openHome } = await import('#history/home.ts')
  return { home: openHome().root, resources: resourcesFolder() }
}

async function allViews(): Promise<StudyView[]> {
  const [{ shelfOf }, { viewOf }] = await Promise.all([import('#studies/shelf.ts'), import('#studies/study-view.ts')])
  const where = await places()
  return shelfOf(where.resources).map((study) => viewOf(study, where))
}
