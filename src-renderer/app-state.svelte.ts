/** Everything the page knows, made once by main.ts and handed down by context. */
import { createContext } from 'svelte'
import type { Requests } from '#contract/requests.ts'
import type { Connection, Link } from './api/connection.ts'
import { Comparison } from './compare/comparison.svelte.ts'
import { DatasetShelf } from './datasets/dataset-shelf.svelte.ts'
import { ModelShelf } from './models/model-shelf.svelte.ts'
import { RunDraft } from './runs/new/run-draft.svelte.ts'
import { RunList } from './runs/run-list.svelte.ts'
import { TableView } from './runs/table-view.svelte.ts'
import { readSheet } from './schedules/autosave.ts'
import { FactsShelf } from './judging/facts-shelf.svelte.ts'
import { Fitting } from './schedules/fit/fitting.svelte.ts'
import { QuickLook } from './schedules/look/quick-look.svelte.ts'
import { ScheduleLibrary } from './schedules/schedule-library.svelte.ts'
import { Workspace } from './schedules/workspace.svelte.ts'
import { StudyShelf } from './studies/study-shelf.svelte.ts'
import { SweepList } from './sweeps/sweep-list.svelte.ts'
import { TheoryState } from './theory/theory-state.svelte.ts'
import { Commands } from './ui/commands.svelte.ts'
import { Notices } from './ui/notices.svelte.ts'
import { Theme } from './ui/theme.svelte.ts'

export type AppInfo = Requests['app/info']['out']

export class AppState {
  readonly api: Connection
  readonly commands = new Commands()
  readonly notices = new Notices()
  readonly theme = new Theme()
  readonly sheet: Workspace
  readonly library: ScheduleLibrary
  readonly look: QuickLook
  /** What is known of each score that a schedule is judged for. */
  readonly facts: FactsShelf
  readonly fitting: Fitting
  readonly theory: TheoryState
  readonly runs: RunList
  readonly table: TableView
  readonly draft = new RunDraft()
  readonly comparison: Comparison
  readonly datasets: DatasetShelf
  readonly models: ModelShelf
  readonly studies: StudyShelf
  readonly sweeps: SweepList
  /** Of the Models page, apart from that of the schedules. */
  readonly modelLook: QuickLook
  link = $state<Link>('connecting')
  info = $state.raw<AppInfo | null>(null)
  /** Fragment of the address without its `#/`: which page, and what on it. */
  route = $state('')
  /** What follows its question mark: how a list is looked at. */
  asked = $state('')

  constructor(api: Connection) {
    this.api = api
    this.sheet = new Workspace(readSheet(localStorage) ?? undefined)
    this.library = new ScheduleLibrary(api)
    this.look = new QuickLook(api)
    this.facts = new FactsShelf(api)
    this.fitting = new Fitting(api)
    this.theory = new TheoryState(api)
    this.runs = new RunList(api, this.notices)
    this.table = new TableView(this.runs)
    this.comparison = new Comparison(api)
    this.datasets = new DatasetShelf(api, this.notices)
    this.models = new ModelShelf(api, this.notices)
    this.studies = new StudyShelf(api, this.notices)
    this.sweeps = new SweepList(api, this.notices)
    this.modelLook = new QuickLook(api)
    api.onLink((link) => {
      this.link = link
      for (const look of [this.look, this.modelLook]) look.link(link === 'open')
      if (link === 'open') void this.refresh()
    })
    api.onMissed(() => void this.refresh())
    const follow = () => {
      const [route, asked = ''] = location.hash.replace(/^#\/?/, '').split('?')
      this.route = route
      this.asked = asked
    }
    addEventListener('hashchange', follow)
    follow()
  }

  go(route: string) {
    location.hash = `#/${route}`
  }

  /** Says in the address how a list is looked at, without a step back for each letter. */
  ask(asked: string) {
    this.asked = asked
    history.replaceState(history.state, '', `#/${this.route}${asked && `?${asked}`}`)
  }

  /** What no page may need, such as ten thousand runs, is asked for by the page that does. */
  async refresh() {
    await Promise.all([this.#readFacts(), this.library.load(), this.runs.loadAgain()])
  }
  async #readFacts() {
    const info = await this.api.request('app/info', {})
    if (!info.ok) return
    const said = new Set(this.info?.notices)
    for (const notice of info.value.notices) if (!said.has(notice)) this.notices.show(notice, { tone: 'bad' })
    this.info = info.value
  }
}

export const [useApp, provideApp] = createContext<AppState>()
