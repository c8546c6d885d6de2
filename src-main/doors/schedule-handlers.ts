/** Answers what a page asks of saved schedules. */
import type { Handlers } from '#contract/requests.ts'
import type { History } from '#history/history.ts'

export const scheduleHandlers = (
  history: History,
): Pick<Handlers, 'schedules/list' | 'schedules/save' | 'schedules/remove'> => ({
  'schedules/list': () => history.read.schedules(),
  'schedules/save': (schedule) => history.saveSchedule(schedule),
  'schedules/remove': ({ id }) => ({ removed: history.removeSchedule(id) }),
})
