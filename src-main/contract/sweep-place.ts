/** Where a sweep is computed, other than in this data folder's queue, and what is known of it there. */

/** here: several engines of this machine. folder: by whoever runs `anneal work` on it. slurm: by a cluster's scheduler. */
export const PLACES = ['here', 'folder', 'slurm'] as const
export type Place = (typeof PLACES)[number]

export const PLACE_WORDS: Readonly<Record<Place, string>> = {
  here: 'several engines of this machine',
  folder: 'whoever works on its folder',
  slurm: 'slurm',
}

/** One array of a scheduler, or a group of processes. */
export type PlaceJob = { job: string; stage: string; tasks: number; state: string }

export type SweepPlace = {
  on: Place
  /** The shared folder. */
  folder: string
  jobs: PlaceJob[]
  /** What people should know: killed nodes, requeues, time limits, other versions. */
  notes: string[]
}

/** What a scheduler would be given. In `command` words in capitals stand for numbers of jobs that are only known then. */
export type DryRun = {
  folder: string
  /** Runs that are there already, and runs that would be computed. */
  reused: number
  runs: number
  scripts: { stage: string; tasks: number; runs: number; script: string; command: string }[]
}
