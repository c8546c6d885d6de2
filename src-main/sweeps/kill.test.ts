/** kill -9 of the program and of its engine while a sweep runs. ANNEAL_KILLS, ANNEAL_SWEEP_RUNS and ANNEAL_KILL_SEED lengthen or repeat it. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '#runs/testing/open-test-service.ts'
import { openTestService } from '#runs/testing/open-test-service.ts'
import { uniforms } from '#theory/noise/philox.ts'
import { openSweepService } from './sweep-service.ts'

const KILLS = Number(process.env.ANNEAL_KILLS ?? 4)
/** A quarter of them trainings, the rest samplings of these. */
const RUNS = Number(process.env.ANNEAL_SWEEP_RUNS ?? 8)
const SEED = Number(process.env.ANNEAL_KILL_SEED ?? Date.now() % 1_000_000)
/** Of a training, 2 ms each: both last longer than all delays before kills, which are half a second at most and may wait for a tick. */
const STEPS = 600
const SWEEPER = fileURLToPath(new URL('./testing/mortal-sweeper.ts', import.meta.url))

const range = (length: number) => Array.from({ length }, (_, i) => i)
/** The sum that the test job has after its last step, counted here once more. */
const SUM = range(STEPS).reduce((sum, i) => (sum * 31 + i + 1) % 1_000_003, 0)

const schedule = { family: 'geometric', levels: 4, sigma_max: 1, sigma_min: 0.01 }
const SWEEP = {
  kind: 'sweep',
  name: 'a sweep that is killed',
  steps: {
    train: { kind: 'train', network: { architecture: 'mlp' }, training: { steps: STEPS } },
    draw: { kind: 'sample', network: '@train', schedule, n: 4 },
  },
  vary: { 'train.seed': range(RUNS / 4), 'draw.schedule.sigma_max': [1, 2, 3] },
}

let folder: string
const owners: ChildProcess[] = []
beforeAll(() => {
  folder = temporaryFolder('sweep kills')
  writeFileSync(join(folder, 'sweep.json'), JSON.stringify(SWEEP))
})
afterAll(() => {
  for (const owner of owners) owner.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

it.skipIf(process.platform !== 'linux')(
  `${KILLS} kills during ${RUNS} runs: each is made once, and the table is complete (seed ${SEED})`,
  async () => {
    const random = new Float64Array(3 * KILLS)
    uniforms({ seed: SEED, stream: 0, sample: 0, step: 0 }, random)
    let owner = await startOwner()
    let engines = 0
    let kills = 0
    for (let kill = 0; kill < KILLS && owner.exitCode === null; kill++) {
      const [when, whom, delay] = random.subarray(3 * kill)
      if (when < 0.5) await Promise.race([nextTick(owner), gone(owner)])
      await sleep(500 * delay)
      if (owner.exitCode !== null) break
      kills++
      const engine = childOf(owner)
      if (whom < 0.5 && engine !== null) {
        process.kill(engine, 'SIGKILL')
        engines++
      } else {
        owner.kill('SIGKILL')
        await gone(owner)
        owner = await startOwner()
      }
    }
    await gone(owner)
    expect(owner.exitCode).toBe(0)
    expect(kills).toBe(KILLS)

    const runs = openTestService(folder)
    const sweeps = openSweepService({ runs, work: 'own', findFinished: async () => null })
    const { state, cells, finished, list, table } = sweeps.get('1')
    const made = runs.history.read.list()
    await sweeps.close()
    await runs.close()
    expect({ state, cells, finished }).toEqual({ state: 'finished', cells: RUNS, finished: RUNS })
    expect(made.map(({ state }) => state)).toEqual(range(RUNS).map(() => 'finished'))
    expect(new Set(list.map(({ runId }) => runId))).toEqual(new Set(made.map(({ id }) => id)))
    expect(table.rows).toHaveLength((RUNS / 4) * 3)
    for (const row of table.rows) expect(row.sum).toBe(SUM)
    console.log(`${kills} kills (${engines} of engines), ${made.length} runs, ${table.rows.length} rows`)
  },
  30_000 + KILLS * 15_000,
)

async function startOwner(): Promise<ChildProcess> {
  const owner = fork(SWEEPER, [folder, join(folder, 'sweep.json')])
  owners.push(owner)
  await new Promise((resolve) => owner.once('message', resolve))
  return owner
}

const nextTick = (owner: ChildProcess) => new Promise((resolve) => owner.once('message', resolve))
const gone = (owner: ChildProcess) =>
  new Promise<void>((resolve) => (owner.exitCode === null ? owner.once('close', () => resolve()) : resolve()))

function childOf({ pid }: ChildProcess): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]) || null
  } catch {
    return null
  }
}
