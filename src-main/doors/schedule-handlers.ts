/** Answers what a page asks of saved schedules. */
import type { Handlers } from '#contract/requests.ts'
import type { History } from '#history/history.ts'
import { summaryOf } from '#history/schedule-store.ts'

export const scheduleHandlers = (
  history: History,
): Pick<Handlers, `schedules/${'list' | 'get' | 'save' | 'rename' | 'remove' | 'restore'}`> => ({
  'schedules/list': () => history.read.schedules(),
  'schedules/get': ({ id }) => history.read.schedule(id),
  'schedules/save': (schedule) => summaryOf(history.saveSchedule(schedule)),
  'schedules/rename': ({ id, name }) => summaryOf(history.renameSchedule(id, name)),
  'schedules/remove': ({ id }) => ({ removed: history.removeSchedule(id) }),
  'schedules/restore': ({ id }) => summaryOf(history.restoreSchedule(id)),
})
