/** What a page asks of runs, and of the studies and sweeps that are made of them. */
import type { Lineage } from './lineage.ts'
import type { Remark } from './remark.ts'
import type { MetricPoint, RunDetail, RunRecord, RunState } from './run.ts'
import type { RunConfigInput } from './run-config.ts'
import type { RunEstimate } from './run-estimate.ts'
import type { RunSettings } from './run-settings.ts'
import type { TierName } from './study-file.ts'
import type { StudyView } from './study-result.ts'
import type { SweepInput } from './sweep.ts'
import type { DryRun } from './sweep-place.ts'
import type { SweepPlan } from './sweep-plan.ts'
import type { PageSite } from './sweep-site.ts'
import type { SweepAction, SweepDetail, SweepSummary } from './sweep-view.ts'

/**
 * `group` is the same for runs that differ in nothing but seed, name, tags and notes, and so in theirs. A sampling has the values
 * of its newest evaluation too, whose number is `judge`.
 */
export type RunValues = { id: string; group: string; values: Record<string, number | null>; judge: number | null }

/** `stage`: `runs`, or what is being measured. `sweep`: the number of its sweep, once there is one. */
export type StudyProgress = {
  id: string
  tier: TierName
  stage: string
  sweep: number | null
  done: number
  of: number
  failed: number
}

export type RunRequests = {
  'runs/list': { in: { trashed?: boolean }; out: RunRecord[] }
  'runs/get': { in: { id: string }; out: RunDetail }
  'runs/lineage': { in: { id: string }; out: Lineage }
  /** Results of all runs, with what they are grouped by when seeds are averaged. */
  'runs/results': { in: Record<string, never>; out: RunValues[] }
  /** What runs were asked for, as columns; of all runs where no ids are given. */
  'runs/settings': { in: { ids?: string[] }; out: { id: string; settings: RunSettings }[] }
  'runs/queue': { in: Record<string, never>; out: { order: string[] } }
  /** `text`: the configuration as it was written, comments and all. */
  'runs/start': { in: { config: RunConfigInput; text?: string }; out: { id: string } }
  /** What the run would be read with in mind; nothing is written. */
  'runs/remarks': { in: { config: RunConfigInput }; out: Remark[] }
  /** What it would cost, from what runs like it have cost here; nothing is written. */
  'runs/estimate': { in: { config: RunConfigInput }; out: RunEstimate }
  'runs/cancel': { in: { id: string }; out: { state: RunState } }
  'runs/resume': { in: { id: string }; out: { state: RunState } }
  'runs/move': { in: { id: string; before: string | null }; out: { order: string[] } }
  'runs/edit': { in: { id: string; name?: string; tags?: string[]; notes?: string; trashed?: boolean }; out: RunRecord }
  /** Into the trash or out of it, in one go; `runs/trashed` tells how far it is. `refused`: why the first that could not be was left. */
  'runs/trash': { in: { ids: string[]; trashed: boolean }; out: { done: string[]; refused: string | null } }
  'runs/metrics': { in: { id: string; name?: string; points?: number }; out: MetricPoint[] }
  'runs/log': { in: { id: string; from?: number }; out: { text: string; next: number } }
  /** A picture or file of a run, as bytes. */
  'runs/file': { in: { id: string; path: string }; out: Uint8Array }
  'runs/report': { in: { ids: string[] }; out: string }
  /** Every study with its verdicts, and the one that is under way. */
  'studies/list': { in: Record<string, never>; out: { studies: StudyView[]; running: StudyProgress | null } }
  /** One at a time; `studies/progress` and `studies/ended` tell. What was run of it before is taken. */
  'studies/run': { in: { id: string; tier: TierName }; out: StudyProgress }
  /** What has run stays: running it again goes on. */
  'studies/stop': { in: Record<string, never>; out: { stopped: boolean } }
  /** The result as Markdown, the own one before that which ships. */
  'studies/report': { in: { id: string; tier: TierName }; out: string }
  /** What a sweep would run and cost; nothing is started. `fresh`: as if nothing had been run before. */
  'sweeps/plan': { in: { sweep: SweepInput; fresh?: boolean }; out: SweepPlan }
  /** `text`: the file as it was written, comments and all. */
  'sweeps/start': { in: { sweep: SweepInput; text?: string; fresh?: boolean }; out: { id: string } }
  /** What this site's scheduler is usually asked. */
  'sweeps/site': { in: Record<string, never>; out: PageSite }
  /** The scripts and commands that a scheduler would be given for the file of a sweep; nothing is written. */
  'sweeps/dry-run': { in: { id: string; site: PageSite }; out: DryRun }
  /** The file of a sweep begun again on a cluster; what has finished is taken, and the first is paused where it is under way. */
  'sweeps/elsewhere': { in: { id: string; site: PageSite }; out: { id: string } }
  /** Newest first. */
  'sweeps/list': { in: Record<string, never>; out: SweepSummary[] }
  /** Cells with their states, and the table so far. */
  'sweeps/get': { in: { id: string }; out: SweepDetail }
  /** Heeded at the next look; `sweeps/changed` tells. */
  'sweeps/act': { in: { id: string; action: SweepAction }; out: SweepSummary }
}
