/** Answers what a page asks of kept views. */
import type { Handlers } from '#contract/requests.ts'
import { openKeptViews } from '#history/kept-views.ts'

export function viewHandlers(home: string): Pick<Handlers, 'views/list' | 'views/keep' | 'views/remove'> {
  const views = openKeptViews(home)
  return { 'views/list': views.list, 'views/keep': views.keep, 'views/remove': views.remove }
}
