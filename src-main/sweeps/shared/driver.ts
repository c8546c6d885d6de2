/** What makes workers work on a shared folder: processes of this machine, a cluster's scheduler, or people. */
import type { PlaceJob } from '#contract/sweep-place.ts'
import type { Cell } from '#contract/sweep-cells.ts'

export type Driver = {
  /**
   * At a look while the sweep is to go on: cells that are left, of which none needs a hole; and the scheduler's tasks whose workers
   * have all ended or died.
   */
  ensure(left: readonly Cell[], gone: ReadonlySet<string>): Promise<void>
  /** The sweep is to stop: what was asked of others is taken back. Safe to repeat. */
  stop(): Promise<void>
  /** Whether any of it may still work. */
  busy(): boolean
  jobs(): PlaceJob[]
  /** What people should know, in sentences. */
  notes(): string[]
  close(): Promise<void>
}

/** Whoever runs `anneal work FOLDER`. */
export const byHand = (): Driver => ({
  ensure: async () => {},
  stop: async () => {},
  busy: () => false,
  jobs: () => [],
  notes: () => [],
  close: async () => {},
})
