/**
 * A sweep of real runs through a real Slurm, a short one unless ANNEAL_DISTURBANCES says how many of its parts are killed and tasks put
 * back meanwhile: a controller that comes back lets minutes pass before it starts anything. Not run where Slurm cannot be had.
 * ANNEAL_KILL_SEED repeats one.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { siteFile } from '#contract/sweep-site.ts'
import type { SweepTable } from '#contract/sweep-view.ts'
import { openHome } from '#history/home.ts'
import { resourcesFolder } from '#program/folders.ts'
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import { openRunService } from '#runs/run-service.ts'
import { uniforms } from '#theory/noise/philox.ts'
import { forkProcess } from '#workers/start-process.ts'
import { listWorkers } from '../shared/heartbeat.ts'
import { thisCommand, thisProgram } from '../shared/this-program.ts'
import { openSweepService } from '../sweep-service.ts'
import { type OwnSlurm, startSlurm, whyNoSlurm } from './testing/own-slurm.ts'

const DISTURBANCES = Number(process.env.ANNEAL_DISTURBANCES ?? 0)
const SEED = Number(process.env.ANNEAL_KILL_SEED ?? Date.now() % 1_000_000)
const LONG = (DISTURBANCES > 0 ? 60 : 4) * 60_000
const why = whyNoSlurm() ?? (process.env.CI ? null : 'it takes minutes: set CI')

const seeds = DISTURBANCES > 0 ? [0, 1, 2, 3, 4, 5, 6, 7] : [0, 1]
const SWEEP = {
  kind: 'sweep',
  name: 'through Slurm',
  steps: {
    train: {
      kind: 'train',
      dataset: { name: 'mnist', subset: { n: 500 } },
      network: { architecture: 'unet', base: 4, multipliers: [1, 1] },
      training: { steps: 40, batch_size: 16, checkpoint_every: 10 },
    },
    draw: {
      kind: 'sample',
      network: '@train',
      schedule: { family: 'geometric', levels: 4, sigma_max: 20, sigma_min: 0.05 },
      n: 16,
    },
    judge: { kind: 'evaluate', samples: '@draw', reference: { name: 'mnist', subset: { n: 500 } } },
  },
  vary: { 'train.seed': seeds },
}
const RUNS = 3 * seeds.length

let folder: string
let slurm: OwnSlurm
beforeAll(async () => {
  if (why !== null) return
  folder = mkdtempSync(join(tmpdir(), 'anneal-slurm-'))
  slurm = await startSlurm(join(folder, 'slurm'))
}, 120_000)
afterAll(async () => {
  if (why !== null) return
  await slurm.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}, 120_000)

function open(home: string) {
  const runs = openRunService({
    home: openHome({ ANNEAL_HOME: join(folder, home) }),
    resources: resourcesFolder(),
    engineEnvironment: () => ({ ...engineEnvironment(), TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' }),
    version: thisProgram().anneal,
    runs: 'all',
  })
  const elsewhere = { program: thisProgram, command: thisCommand(), startProcess: forkProcess, engineEnvironment }
  const sweeps = openSweepService({ runs, work: 'all', findFinished: async () => null, elsewhere })
  return { runs, sweeps, close: () => sweeps.close().then(runs.close) }
}

/** All but the numbers of runs, which count up as runs appear, and what a clock has measured. */
const bits = ({ rows, about }: SweepTable) =>
  rows.map((row) =>
    about.filter(({ of, name }) => of !== 'run' && name !== 'seconds').map(({ name }) => [name, row[name]]),
  )

it.skipIf(why !== null)(
  `${RUNS} runs, ${DISTURBANCES} disturbances (seed ${SEED})${why === null ? '' : `, not run: ${why}`}: each is in the history once, the table is the local one bit for bit`,
  async () => {
    const local = open('local')
    const reference = await local.sweeps.follow(local.sweeps.start(SWEEP).id)
    expect(reference.state).toBe('finished')
    const { table } = local.sweeps.get('1')
    await local.close()

    const shared = join(folder, 'shared')
    mkdirSync(shared)
    const { runs, sweeps, close } = open('cluster')
    const site = siteFile.parse({ shared, partition: 'main', cpus: 1, minutes: 0.2, heartbeat: 1, stale: 8 })
    const { id } = await sweeps.startElsewhere(SWEEP, { on: 'slurm', site })
    const ended = sweeps.follow(id)
    const where = sweeps.get(id).place!.folder
    let over = false
    void ended.finally(() => (over = true))
    const done = await disturb(where, () => over)
    const { state, finished } = await ended
    const { list, table: theirs, place } = sweeps.get(id)
    const made = runs.history.read.list()
    await close()
    console.log([...done, `${made.length} runs`, ...place!.notes].join('\n'))

    expect({ state, finished }).toEqual({ state: 'finished', finished: RUNS })
    expect(made.map((run) => run.state)).toEqual(Array.from({ length: RUNS }, () => 'finished'))
    expect(new Set(list.map(({ runId }) => runId))).toEqual(new Set(made.map(({ id }) => id)))
    expect(bits(theirs)).toEqual(bits(table))
    expect(done).toHaveLength(DISTURBANCES)
  },
  LONG,
)

/** At random times: a task put back or killed, the controller or the node's daemon killed and started again. Answers what was done. */
async function disturb(where: string, over: () => boolean): Promise<string[]> {
  const random = new Float64Array(2 * DISTURBANCES)
  uniforms({ seed: SEED, stream: 0, sample: 0, step: 0 }, random)
  const done: string[] = []
  for (let i = 0; i < DISTURBANCES && !over();) {
    const [delay, whom] = random.subarray(2 * i)
    await sleep(2000 + 6000 * delay)
    // Each kind in turn, from a random one on.
    const kind = (i + Math.floor(4 * random[1])) % 4
    const said = await one(kind, whom)
    if (said === null) continue
    done.push(said)
    i++
  }
  return done

  async function one(kind: number, whom: number): Promise<string | null> {
    if (kind === 0) {
      await slurm.killAndStart('slurmctld')
      return 'slurmctld killed'
    }
    if (kind === 1) {
      await slurm.killAndStart('slurmd')
      return 'slurmd killed'
    }
    const working = listWorkers(where).filter(({ ended, pid }) => ended === null && isAlive(pid))
    const worker = working[Math.floor(whom * working.length)]
    if (!worker) return null
    if (kind === 2) {
      try {
        slurm.ask('scontrol', ['requeue', worker.job!])
      } catch {
        // It has just ended, or the controller is not back yet.
        return null
      }
      return `task ${worker.task} put back`
    }
    process.kill(worker.pid, 'SIGKILL')
    return `task ${worker.task} killed`
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
