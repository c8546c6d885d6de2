/** All that a door needs of sweeps: start, watch, act on the whole. The same in the app, the served page and the command line. */
import { parse as parseYaml } from 'yaml'
import { Refusal } from '#contract/refusal.ts'
import { type Cell, expandSweep } from '#contract/sweep-cells.ts'
import { parseSweep, type Sweep } from '#contract/sweep.ts'
import type { DryRun } from '#contract/sweep-place.ts'
import { pageSite, type PageSite, type SiteInput } from '#contract/sweep-site.ts'
import type { SweepPlan } from '#contract/sweep-plan.ts'
import type { SweepAction, SweepDetail, SweepState, SweepSummary } from '#contract/sweep-view.ts'
import { numberOfFolder } from '#history/run-folder.ts'
import { checkCells } from './check-cells.ts'
import { planSweep } from './plan-sweep.ts'
import { overSeeds } from './over-seeds.ts'
import { cellsOf, summaryOf } from './sweep-detail.ts'
import {
  createSweepFolder,
  findSweep,
  listSweepFolders,
  readCells,
  readPlan,
  readText,
  readWanted,
  writeWanted,
} from './sweep-folder.ts'
import { type ElsewhereRoom, followerOpener } from './open-follower.ts'
import { siteOf, usualSite } from './slurm/site-file.ts'
import { placeOf } from './shared/place-file.ts'
import { dryRun, startElsewhere, type StartElsewhere } from './start-elsewhere.ts'
import { LOOK_MILLISECONDS, openSweepLooks, type SweepLooksOptions } from './sweep-looks.ts'
import { tableOf } from './sweep-table.ts'

export type SweepService = ReturnType<typeof openSweepService>
/** `queueOnly`: not worked on here, unless this process works on all. */
type StartSweep = { text?: string; fresh?: boolean; queueOnly?: boolean }
/** `elsewhere`: what it takes to let others compute a sweep; without it, such sweeps are only looked at. */
export type SweepServiceOptions = Omit<SweepLooksOptions, 'follow'> & {
  elsewhere?: Omit<ElsewhereRoom, 'runs' | 'findFinished'>
}
type OnChange = (sweep: SweepSummary) => void

/** Sweeps that are under way go on as soon as they are opened by a process that works on `all`. */
export function openSweepService({ elsewhere, ...given }: SweepServiceOptions) {
  const room = elsewhere && { ...elsewhere, runs: given.runs, findFinished: given.findFinished }
  const options: SweepLooksOptions = { ...given, follow: room && followerOpener(room) }
  const { history } = options.runs
  const { sweeps } = history.home
  const looks = openSweepLooks(options)
  const { summary, pathOf } = looks

  /** Parses, expands and checks everything that can be known now; refuses before anything is written. */
  function read(input: unknown): { sweep: Sweep; cells: Cell[] } {
    const sweep = parseSweep(input)
    return { sweep, cells: checkCells(expandSweep(sweep), options.runs.from) }
  }

  const fileOf = (reference: string): unknown => parseYaml(readText(pathOf(findSweep(sweeps, reference))))

  return {
    subscribe: looks.subscribe,

    /** What it would run and cost; refuses what a start would refuse, and writes nothing. */
    plan: (input: unknown, { fresh = false }: { fresh?: boolean } = {}): Promise<SweepPlan> =>
      planSweep(read(input), options.runs, fresh ? null : options.findFinished),

    /** `text`: the file as it was written, comments and all. `fresh`: runs everything, also what has been run before. */
    start(input: unknown, { text, fresh = false, queueOnly = false }: StartSweep = {}): SweepSummary {
      const given = text ?? `${JSON.stringify(input, null, 2)}\n`
      const id = createSweepFolder(sweeps, { ...read(input), text: given, fresh })
      looks.tell(id)
      if (!queueOnly) looks.own(id)
      return summary(id)
    },

    /** As `start`, computed by others: several engines here, or a cluster. */
    async startElsewhere(
      input: unknown,
      { text, queueOnly = false, ...how }: StartSweep & Omit<StartElsewhere, 'site'> & { site?: SiteInput },
    ): Promise<SweepSummary> {
      const given = text ?? `${JSON.stringify(input, null, 2)}\n`
      const whole = { ...how, site: siteOf(history.home.root, how.site ?? {}) }
      const id = await startElsewhere({ ...read(input), text: given }, whole, needRoom())
      looks.tell(id)
      if (!queueOnly) looks.own(id)
      return summary(id)
    },

    /** What a scheduler would be given; writes nothing. */
    dryRun: (input: unknown, { site, fresh }: { site: SiteInput; fresh?: boolean }): Promise<DryRun> =>
      dryRun(read(input), { site: siteOf(history.home.root, site), fresh }, needRoom()),

    /** What this site's scheduler is usually asked, without the lines that only a shell reads. */
    usualSite: (): PageSite => pageSite.strip().parse(usualSite(history.home.root)),
    dryRunOf: (reference: string, site: SiteInput): Promise<DryRun> =>
      dryRun(read(fileOf(reference)), { site: siteOf(history.home.root, site) }, needRoom()),

    /** The file of a sweep begun again on a cluster. The first is paused where it is under way: one of them computes. */
    async onCluster(reference: string, site: SiteInput): Promise<SweepSummary> {
      const id = findSweep(sweeps, reference)
      const how = { on: 'slurm', site: siteOf(history.home.root, site) } as const
      const begun = await startElsewhere({ ...read(fileOf(id)), text: readText(pathOf(id)) }, how, needRoom())
      if (summary(id).state === 'going') this.act(id, 'pause')
      looks.tell(begun)
      looks.own(begun)
      return summary(begun)
    },

    /** Newest first; a folder that cannot be read is left out and named in `notices`. */
    list: (): SweepSummary[] =>
      listSweepFolders(sweeps)
        .toReversed()
        .flatMap((id) => {
          try {
            return [summary(id)]
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
            looks.troubles.set(id, error.message)
            return []
          }
        }),

    get(reference: string): SweepDetail {
      const id = findSweep(sweeps, reference)
      const folder = pathOf(id)
      const [wanted, file, plan] = [readWanted(folder), readCells(folder), readPlan(folder)]
      const { find, need, resultsOf } = history.read
      const list = cellsOf(plan, file, find)
      const table = tableOf(plan, list, (runId) => resultsOf(need(runId).number))
      const about = { text: readText(folder), fresh: wanted.fresh, steps: plan.steps, place: placeOf(folder) }
      return { ...summaryOf(id, wanted, file), ...about, list, table, seeds: overSeeds(table) }
    },

    /** Asks something of the whole sweep: whoever works on it heeds it at the next look. Safe to repeat. */
    act(reference: string, action: SweepAction, { queueOnly = false }: { queueOnly?: boolean } = {}): SweepSummary {
      const id = findSweep(sweeps, reference)
      const { state } = summary(id)
      const { states, verb, ...change } = ACTIONS[action]
      if (!states.includes(state)) {
        const message =
          `Sweep ${numberOfFolder(id)} is ${state} and cannot be ${verb}. ${REMEDIES[state] ?? ''}`.trimEnd()
        throw new Refusal(message, { field: 'sweep', code: 'conflict' })
      }
      const wanted = readWanted(pathOf(id))
      writeWanted(pathOf(id), {
        ...wanted,
        wanted: change.wanted,
        resumes: wanted.resumes + (action === 'resume' ? 1 : 0),
        retries: wanted.retries + (action === 'retry' ? 1 : 0),
      })
      looks.tell(id)
      if (!queueOnly) looks.own(id)
      return summary(id)
    },

    /** Resolves once nothing of the sweep runs and nothing more will by itself: it has ended, or is paused. `signal`: waits no longer. */
    async follow(reference: string, onChange: OnChange = () => {}, signal?: AbortSignal): Promise<SweepSummary> {
      const id = findSweep(sweeps, reference)
      let wake = () => {}
      const stop = looks.subscribe((sweep) => {
        if (sweep.id !== id) return
        onChange(sweep)
        wake()
      })
      looks.own(id)
      try {
        for (;;) {
          const now = summary(id)
          if (signal?.aborted || (now.state !== 'going' && now.state !== 'cancelling' && !isAtWork(id))) return now
          await new Promise<void>((resolve) => {
            wake = resolve
            setTimeout(resolve, LOOK_MILLISECONDS)
          })
        }
      } finally {
        stop()
      }
    },

    /** After a wait for the next look, whether any sweep has more to run by itself. */
    async soon(): Promise<boolean> {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS))
      return listSweepFolders(sweeps).some((id) => !looks.troubles.has(id) && summary(id).state === 'going')
    },

    notices: (): string[] => [...looks.troubles].map(([id, message]) => `Sweep ${id}: ${message}`),

    /** Nothing more is started here; what runs is the run service's to stop. Call it first. */
    close: looks.close,
  }

  function needRoom() {
    if (room) return room
    throw new Refusal('on: this program computes sweeps in its own queue only.', { field: 'on', code: 'unsupported' })
  }

  /** Of a paused sweep, a run that is still on its way to its end. */
  function isAtWork(id: string): boolean {
    return Object.values(readCells(pathOf(id)).cells).some(({ run, ended }) => {
      const state = !ended && run ? history.read.find(run)?.state : undefined
      return state === 'running' || state === 'cancelling' || state === 'queued'
    })
  }
}

const REMEDIES: Readonly<Partial<Record<SweepState, string>>> = {
  finished: 'Nothing of it is left to run; started again, fresh, it runs anew.',
  incomplete: 'Retry what failed in it instead.',
  cancelled: 'Resume it instead.',
  cancelling: 'Wait until it has stopped.',
}

type Act = { wanted: 'going' | 'paused' | 'cancelled'; states: readonly SweepState[]; verb: string }

/** What each action makes of what is wanted, and of a sweep in which states it may be asked. */
const ACTIONS: Readonly<Record<SweepAction, Act>> = {
  pause: { wanted: 'paused', states: ['going', 'paused'], verb: 'paused' },
  cancel: { wanted: 'cancelled', states: ['going', 'paused', 'cancelling', 'cancelled'], verb: 'cancelled' },
  resume: { wanted: 'going', states: ['going', 'paused', 'cancelling', 'cancelled'], verb: 'resumed' },
  retry: { wanted: 'going', states: ['going', 'paused', 'cancelled', 'incomplete'], verb: 'tried again' },
}
