/** Answers whether the data folder is as it was written: one check at a time, however many ask. */
import type { HomeVerdict } from '#contract/home-verdict.ts'
import type { Emit, Handlers } from '#contract/requests.ts'
import type { History } from '#history/history.ts'
import { verifyHome } from '#runs/verify-home.ts'

export function verifyHandlers({ history, emit }: { history: History; emit: Emit }): Pick<Handlers, 'app/verify'> {
  let running: Promise<HomeVerdict> | null = null
  return {
    'app/verify': () =>
      (running ??= verifyHome(history, [], (about) => emit('app/verifying', about)).finally(() => (running = null))),
  }
}
