/** Two workers on one shared folder, killed again and again. ANNEAL_KILLS, ANNEAL_SWEEP_RUNS and ANNEAL_KILL_SEED lengthen or repeat it. */
import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '#runs/testing/open-test-service.ts'
import { uniforms } from '#theory/noise/philox.ts'
import { openElsewhere, trainings } from './testing/test-sweep.ts'

const KILLS = Number(process.env.ANNEAL_KILLS ?? 3)
const RUNS = Number(process.env.ANNEAL_SWEEP_RUNS ?? 8)
const SEED = Number(process.env.ANNEAL_KILL_SEED ?? Date.now() % 1_000_000)
const STEPS = 40
const WORKER = fileURLToPath(new URL('./testing/mortal-worker.ts', import.meta.url))

const range = (length: number) => Array.from({ length }, (_, i) => i)
const SUM = range(STEPS).reduce((sum, i) => (sum * 31 + i + 1) % 1_000_003, 0)

let folder: string
const processes: ChildProcess[] = []
beforeAll(() => void (folder = temporaryFolder('shared kills')))
afterAll(() => {
  for (const one of processes) one.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}, 60_000)

it.skipIf(process.platform !== 'linux')(
  `${KILLS} kills of two workers during ${RUNS} runs: each is in the history once (seed ${SEED})`,
  async () => {
    const random = new Float64Array(3 * KILLS)
    uniforms({ seed: SEED, stream: 0, sample: 0, step: 0 }, random)
    const { runs, sweeps, begin, close } = openElsewhere(folder)
    const shared = await begin(trainings(RUNS, STEPS))
    const workers = [start(shared), start(shared)]
    let [kills, engines] = [0, 0]
    for (; kills < KILLS; kills++) {
      const [who, whom, delay] = random.subarray(3 * kills)
      const i = Math.floor(2 * who)
      await Promise.race([nextMessage(workers[i]), gone(workers[i])])
      await sleep(300 * delay)
      if (workers[i].exitCode !== null) break
      const engine = childOf(workers[i])
      if (whom < 0.3 && engine !== null) {
        process.kill(engine, 'SIGKILL')
        engines++
      } else {
        workers[i].kill('SIGKILL')
        await gone(workers[i])
        workers[i] = start(shared)
      }
    }
    await Promise.all(workers.map(gone))
    expect(workers.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(kills).toBe(KILLS)

    const { state, finished } = await sweeps.follow('1')
    const { list, table } = sweeps.get('1')
    const made = runs.history.read.list()
    await close()
    expect({ state, finished }).toEqual({ state: 'finished', finished: RUNS })
    expect(made.map((run) => run.state)).toEqual(range(RUNS).map(() => 'finished'))
    expect(new Set(list.map(({ runId }) => runId))).toEqual(new Set(made.map(({ id }) => id)))
    for (const row of table.rows) expect(row.sum).toBe(SUM)
    expect(
      readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter((name) => /\.db|-wal|-shm|lock/.test(name)),
    ).toEqual([])
    console.log(`${kills} kills (${engines} of engines), ${made.length} runs, ${starts()} starts of engines`)
  },
  30_000 + KILLS * 15_000 + RUNS * 3000,
)

function start(shared: string): ChildProcess {
  const worker = fork(WORKER, [shared])
  processes.push(worker)
  return worker
}

/** How often engines were begun for all runs together. */
function starts(): number {
  const runs = join(folder, 'home', 'runs')
  return readdirSync(runs)
    .map((name) => (JSON.parse(readFileSync(join(runs, name, 'run.json'), 'utf8')) as { starts: number }).starts)
    .reduce((sum, one) => sum + one, 0)
}

const nextMessage = (worker: ChildProcess) => new Promise((resolve) => worker.once('message', resolve))
const gone = (worker: ChildProcess) =>
  new Promise<void>((resolve) =>
    worker.exitCode === null && worker.signalCode === null ? worker.once('close', () => resolve()) : resolve(),
  )

function childOf({ pid }: ChildProcess): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]) || null
  } catch {
    return null
  }
}
