/** Begins a sweep that others compute: its own folder here, its shared folder there, and what a scheduler would be told of it. */
import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import type { DryRun, Place } from '#contract/sweep-place.ts'
import { type Site, siteFile } from '#contract/sweep-site.ts'
import type { Sweep } from '#contract/sweep.ts'
import { callerPath } from '#files/caller-path.ts'
import { numberOfFolder, slug } from '#history/run-folder.ts'
import { measuredRuns } from './measured-runs.ts'
import { type ElsewhereRoom, makeShared } from './open-follower.ts'
import { cellSeconds } from './plan-sweep.ts'
import { reusableCells } from './reusable-cells.ts'
import type { Elsewhere } from './shared/elsewhere.ts'
import { packTasks } from './slurm/pack.ts'
import { probeScript, type ScriptOptions, stageScript } from './slurm/script.ts'
import { stagesOf } from './slurm/stages.ts'
import { createSweepFolder, readPlan } from './sweep-folder.ts'

export type StartElsewhere = {
  on: Place
  /** Engines at once, where they are this machine's. */
  jobs?: number
  site?: Site
  fresh?: boolean
}
type Asked = { sweep: Sweep; cells: Cell[]; text: string }

/** Name of the sweep's folder. Nothing stays where it is refused. */
export async function startElsewhere(
  asked: Asked,
  { on, jobs, site, fresh = false }: StartElsewhere,
  room: ElsewhereRoom,
): Promise<string> {
  const { sweeps } = room.runs.history.home
  const shared = on === 'here' ? null : sharedParent(site)
  let elsewhere: Elsewhere | null = null
  const id = createSweepFolder(sweeps, {
    ...asked,
    fresh,
    more(folder) {
      const own = `anneal-${folder}-${randomUUID().slice(0, 8)}`
      elsewhere = {
        format: 1,
        on,
        folder: shared === null ? join(sweeps, folder, 'work') : join(shared, own),
        jobs: jobs ?? null,
        site: on === 'here' ? null : (site ?? siteFile.parse({})),
        submitted: [],
      }
      return { 'elsewhere.json': elsewhere }
    },
  })
  const folder = join(sweeps, id)
  try {
    await makeShared({ folder, number: numberOfFolder(id), plan: readPlan(folder), fresh }, elsewhere!, room)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  return id
}

function sharedParent(site: Site | undefined): string {
  if (site?.shared === undefined)
    throw new Refusal('shared: name a folder on a disk that all nodes share, such as --shared /scratch/me.', {
      field: 'shared',
    })
  const path = callerPath(site.shared)
  if (existsSync(path)) return path
  throw new Refusal(`shared: there is no folder ${path}.`, { field: 'shared', code: 'not-found' })
}

/** The scripts and commands as they would be; nothing is written. */
export async function dryRun(
  { sweep, cells }: Omit<Asked, 'text'>,
  { site = siteFile.parse({}), fresh = false }: Omit<StartElsewhere, 'on'>,
  room: ElsewhereRoom,
): Promise<DryRun> {
  const reused = fresh ? new Map<string, string>() : await reusableCells(cells, room.runs, room.findFinished)
  const left = cells.filter(({ id }) => !reused.has(id))
  const tasks = packTasks(left, cellSeconds(left, measuredRuns(room.runs)), site)
  const folder = join(sharedParent(site), `anneal-${['NUMBER', slug(sweep.name)].filter(Boolean).join('-')}`)
  const options: ScriptOptions = { folder, name: 'anneal-ID', command: room.command, site }
  const stages = stagesOf({ tasks })
  const scripts = stages.map(({ stage, tasks: numbers }, i) => ({
    stage,
    tasks: numbers.length,
    runs: left.filter(({ step }) => step === stage).length,
    script: stageScript(options, { stage, tasks: numbers }),
    command: `sbatch --parsable --dependency=afterok:PROBE${i > 0 ? `,afterany:${stages[i - 1].stage.toUpperCase()}` : ''} --kill-on-invalid-dep=yes ${stage}.sh`,
  }))
  const probe = {
    stage: 'probe',
    tasks: 1,
    runs: 0,
    script: probeScript(options),
    command: 'sbatch --parsable probe.sh',
  }
  return { folder, reused: reused.size, runs: left.length, scripts: left.length === 0 ? [] : [probe, ...scripts] }
}
