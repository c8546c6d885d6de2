/** Answers what a page asks of sweeps. Input has been parsed; no decisions here. */
import type { Handlers } from '#contract/requests.ts'
import type { SweepService } from '#sweeps/sweep-service.ts'

type SweepRequests = Extract<keyof Handlers, `sweeps/${string}`>

export const sweepHandlers = (service: SweepService): Pick<Handlers, SweepRequests> => ({
  'sweeps/plan': ({ sweep, fresh }) => service.plan(sweep, { fresh }),
  'sweeps/start': ({ sweep, text, fresh }) => ({ id: service.start(sweep, { text, fresh }).id }),
  'sweeps/site': () => service.usualSite(),
  'sweeps/dry-run': ({ id, site }) => service.dryRunOf(id, site),
  'sweeps/elsewhere': async ({ id, site }) => ({ id: (await service.onCluster(id, site)).id }),
  'sweeps/list': () => service.list(),
  'sweeps/get': ({ id }) => service.get(id),
  'sweeps/act': ({ id, action }) => service.act(id, action),
})
