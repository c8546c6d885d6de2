/** Works on a shared folder through Slurm: submits what is left, asks how it goes, takes it back. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, Refusal } from '#contract/refusal.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import type { PlaceJob } from '#contract/sweep-place.ts'
import { siteFile } from '#contract/sweep-site.ts'
import { writeWhole } from '#files/write-whole.ts'
import type { Driver } from '../shared/driver.ts'
import { type Elsewhere, readElsewhere, type Submission, writeElsewhere } from '../shared/elsewhere.ts'
import { readWork } from '../shared/shared-folder.ts'
import { forgetProbe, probeFaults, probeNotes, readProbe } from './probe.ts'
import { cancelJobs, queued, type QueuedTask, submit } from './slurm-commands.ts'
import { stagesOf } from './stages.ts'
import { jobName, probeScript, type ScriptOptions, stageScript } from './script.ts'

/** Milliseconds between two questions to Slurm: its folder says sooner how the runs go. */
const BETWEEN = 5000
/** Milliseconds that a task may run without a worker: it may have only just begun. */
const GHOST = 60_000
/** Of the same runs, where none of them ends in between. */
const MOST_SUBMISSIONS = 3
/** Looks that must agree before tasks are taken to be gone: a controller that has just come back may not know them yet. */
const SURE = 3

export function onSlurm(
  sweep: string,
  { folder, site }: Elsewhere,
  command: readonly string[],
  between = BETWEEN,
): Driver {
  const options = (): ScriptOptions => ({ folder, name: nameOf(folder), command, site: site ?? siteFile.parse({}) })
  let tasks: QueuedTask[] = []
  let askedAt = -Infinity
  let trouble: string | null = null
  let goneLooks = 0
  /** Tasks that Slurm has without a worker, since when; sentences about those that were taken back. */
  const ghosts = new Map<string, number>()
  const laid = new Set<string>()
  let submissions = { left: Infinity, times: 0 }

  const submitted = () => readElsewhere(sweep)?.submitted ?? []
  const keep = (list: Submission[]) => writeElsewhere(sweep, { ...readElsewhere(sweep)!, submitted: list })

  /** Whether Slurm has answered. */
  async function look(): Promise<boolean> {
    if (performance.now() - askedAt < between) return trouble === null
    askedAt = performance.now()
    try {
      tasks = await queued(
        [...stagesOf(readWork(folder)).map(({ stage }) => stage), 'probe'].map((stage) =>
          jobName(nameOf(folder), stage),
        ),
      )
      trouble = null
    } catch (error) {
      trouble = `Slurm cannot be asked at the moment: ${messageOf(error)} Runs that are at work go on, and are followed.`
    }
    return trouble === null
  }

  async function ensure(left: readonly Cell[], gone: ReadonlySet<string>): Promise<void> {
    if (!(await look())) return
    await layGhosts(gone)
    goneLooks = tasks.length === 0 ? goneLooks + 1 : 0
    if (unfit() !== null) return
    if (tasks.length > 0 || (submitted().length > 0 && goneLooks < SURE)) return
    const times = left.length < submissions.left ? 1 : submissions.times + 1
    if (times > MOST_SUBMISSIONS) return
    submissions = { left: left.length, times }
    try {
      await submitLeft(new Set(left.map(({ id }) => id)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      trouble = error.message
    }
    askedAt = -Infinity
    goneLooks = 0
  }

  /**
   * A controller that is killed forgets that a task has ended, and takes it to be running until its time is up: what comes after it
   * would wait as long. Its worker says otherwise.
   */
  async function layGhosts(gone: ReadonlySet<string>): Promise<void> {
    const running = tasks.filter(({ state }) => state === 'RUNNING').map(({ job, tasks: task }) => `${job}_${task}`)
    for (const name of ghosts.keys()) if (!gone.has(name) || !running.includes(name)) ghosts.delete(name)
    for (const name of running) {
      if (!gone.has(name)) continue
      const since = ghosts.get(name) ?? performance.now()
      ghosts.set(name, since)
      if (performance.now() - since < GHOST) continue
      await cancelJobs([name]).catch((error: unknown) => (trouble = messageOf(error)))
      laid.add(
        `Slurm took job ${name} to be running though its process has ended, as after the death of its controller: it was taken back.`,
      )
    }
  }

  /** Why no task would do any good, as the first look at a node told; null where it is fit, or has not told yet. */
  function unfit(): string | null {
    const probe = readProbe(folder)
    if (probe) return probeFaults(probe, readWork(folder))[0] ?? null
    const asked = submitted().find(({ stage }) => stage === 'probe')
    if (!asked || goneLooks < SURE || tasks.some(({ job }) => job === asked.job)) return null
    return `Job ${asked.job} ended on a node without a word in ${folder}: either that is not on a disk that the nodes share, or the program is not there. ${join(folder, 'logs', `probe-${asked.job}.txt`)} says more, if it is there.`
  }

  /** The stages that have something left, each after the one before it. */
  async function submitLeft(left: ReadonlySet<string>): Promise<void> {
    mkdirSync(join(folder, 'logs'), { recursive: true })
    const list: Submission[] = []
    const fit = readProbe(folder) === null ? await submitOne('probe', probeScript(options()), {}) : undefined
    if (fit) list.push({ job: fit, stage: 'probe', tasks: [] })
    for (const { stage, tasks: numbers } of stagesOf(readWork(folder), left)) {
      const job = await submitOne(stage, stageScript(options(), { stage, tasks: numbers }), {
        fit,
        after: list.findLast((one) => one.stage !== 'probe')?.job,
      })
      list.push({ job, stage, tasks: [...numbers] })
      keep(list)
    }
  }

  /** One that was submitted before the program was killed is still there under its name. */
  async function submitOne(stage: string, text: string, needs: { fit?: string; after?: string }): Promise<string> {
    const name = jobName(nameOf(folder), stage)
    const there = (await queued([name])).find((task) => task.name === name)
    if (there) return there.job
    const script = join(folder, `${stage}.sh`)
    writeWhole(script, text)
    return submit(script, needs)
  }

  async function stop(): Promise<void> {
    // A look that went wrong is made again once the sweep is resumed.
    if (unfit() !== null) forgetProbe(folder)
    const jobs = submitted().map(({ job }) => job)
    if (jobs.length === 0) return
    try {
      await cancelJobs(jobs)
      keep([])
      submissions = { left: Infinity, times: 0 }
      askedAt = -Infinity
    } catch (error) {
      // Jobs that have ended are no news; a controller that is down is asked again at the next look.
      if (/Invalid job id/i.test(messageOf(error))) keep([])
      else trouble = messageOf(error)
    }
  }

  return {
    ensure,
    async stop() {
      await stop()
      await look()
    },
    busy: () => tasks.some(({ state }) => ['RUNNING', 'COMPLETING', 'CONFIGURING', 'SUSPENDED'].includes(state)),
    jobs: () => submitted().map((one) => jobOf(one, tasks)),
    notes() {
      const held = tasks
        .filter(({ reason }) => NAMED[reason] !== undefined)
        .map(({ reason, name, tasks: task }) => `${name}, task ${task}: ${NAMED[reason]}`)
      const spent = submissions.times >= MOST_SUBMISSIONS && tasks.length === 0 && goneLooks >= SURE
      const given = spent
        ? [
            `Slurm was given what is left ${MOST_SUBMISSIONS} times, and none of it ended: see ${join(folder, 'logs')}, then resume the sweep.`,
          ]
        : []
      const probe = readProbe(folder)
      const told = [trouble, unfit()].filter((one) => one !== null)
      return [...told, ...laid, ...(probe ? probeNotes(probe, readWork(folder)) : []), ...new Set(held), ...given]
    },
    close: async () => {},
  }
}

function jobOf({ job, stage, tasks }: Submission, queue: readonly QueuedTask[]): PlaceJob {
  const own = queue.filter((task) => task.job === job)
  const counts = new Map<string, number>()
  for (const { state, reason } of own) {
    const said = state === 'PENDING' && reason !== 'None' ? `waiting (${reason})` : state.toLowerCase()
    counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  const state = [...counts].map(([said, count]) => `${count} ${said}`).join(', ') || 'ended'
  return { job, stage, tasks: tasks.length, state }
}

/** Reasons of Slurm's for which somebody has to do something. */
const NAMED: Readonly<Record<string, string>> = {
  BadConstraints: 'no node has what the site file asks for (BadConstraints)',
  JobHeldUser: 'held by a user; `scontrol release` lets it go on',
  JobHeldAdmin: 'held by an administrator',
  launch_failed_requeued_held: 'a node could not start it, and Slurm holds it; `scontrol release` lets it go on',
  'launch failed requeued held': 'a node could not start it, and Slurm holds it; `scontrol release` lets it go on',
  DependencyNeverSatisfied: 'the look at a node went wrong, so that it will never begin',
  PartitionTimeLimit: 'asks for more time than its partition gives',
  PartitionNodeLimit: 'asks for more nodes than its partition has',
  ReqNodeNotAvail: 'its nodes are down or reserved',
}

const nameOf = (folder: string): string =>
  existsSync(join(folder, 'work.json')) ? `anneal-${readWork(folder).id.slice(0, 8)}` : 'anneal'
