/** The pages, in the order of the rail. A page is one folder; a new one is one row here. */
import type { Component } from 'svelte'
import ComparePage from './compare/ComparePage.svelte'
import DatasetsPage from './datasets/DatasetsPage.svelte'
import ModelsPage from './models/ModelsPage.svelte'
import RunsPage from './runs/RunsPage.svelte'
import SchedulesPage from './schedules/SchedulesPage.svelte'
import SettingsPage from './settings/SettingsPage.svelte'
import StudiesPage from './studies/StudiesPage.svelte'
import SweepsPage from './sweeps/SweepsPage.svelte'
import TheoryPage from './theory/TheoryPage.svelte'
import type { IconName } from './ui/Icon.svelte'
import WelcomePage from './welcome/WelcomePage.svelte'

export type Page = {
  /** First word of the route, `#/schedules`; what follows is handed to the page as `rest`. */
  id: string
  label: string
  icon: IconName
  component: Component<{ rest: string }>
  /** Where its button stands on the rail; `hidden` pages are reached otherwise. */
  place: 'top' | 'bottom' | 'hidden'
  keys?: string
}

export const PAGES: readonly Page[] = [
  { id: 'schedules', label: 'Schedules', icon: 'curve', component: SchedulesPage, place: 'top', keys: 'alt+1' },
  { id: 'runs', label: 'Runs', icon: 'runs', component: RunsPage, place: 'top', keys: 'alt+2' },
  { id: 'sweeps', label: 'Sweeps', icon: 'sweep', component: SweepsPage, place: 'top', keys: 'alt+8' },
  { id: 'compare', label: 'Compare', icon: 'compare', component: ComparePage, place: 'top', keys: 'alt+3' },
  { id: 'datasets', label: 'Datasets', icon: 'data', component: DatasetsPage, place: 'top', keys: 'alt+4' },
  { id: 'models', label: 'Models', icon: 'model', component: ModelsPage, place: 'top', keys: 'alt+6' },
  { id: 'theory', label: 'Theory', icon: 'theory', component: TheoryPage, place: 'top', keys: 'alt+5' },
  { id: 'studies', label: 'Studies', icon: 'shelf', component: StudiesPage, place: 'top', keys: 'alt+7' },
  { id: 'settings', label: 'Settings', icon: 'settings', component: SettingsPage, place: 'bottom', keys: 'mod+,' },
  { id: 'welcome', label: 'Welcome', icon: 'info', component: WelcomePage, place: 'hidden' },
]
