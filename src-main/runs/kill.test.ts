/** kill -9 of the program and of its engine at random times. ANNEAL_KILLS and ANNEAL_KILL_SEED repeat or lengthen it. */
import Database from 'better-sqlite3'
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHome } from '#history/home.ts'
import { openHistory } from '#history/history.ts'
import { dump } from '#history/testing/example-history.ts'
import { uniforms } from '#theory/noise/philox.ts'
import { temporaryFolder } from './testing/open-test-service.ts'

const KILLS = Number(process.env.ANNEAL_KILLS ?? 10)
const SEED = Number(process.env.ANNEAL_KILL_SEED ?? Date.now() % 1_000_000)
const STEPS = 150
const OWNER = fileURLToPath(new URL('./testing/mortal-owner.ts', import.meta.url))

let folder: string
const owners: ChildProcess[] = []
beforeAll(() => {
  folder = temporaryFolder('kills')
})
afterAll(() => {
  for (const owner of owners) owner.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** The sum that the test job has after each step, counted here once more. */
const SUMS = Array.from({ length: STEPS }).reduce<number[]>(
  (sums, _, i) => [...sums, ((sums.at(-1) ?? 0) * 31 + i + 1) % 1_000_003],
  [],
)

type Said = {
  ready?: boolean
  run?: string
  id?: string
  step?: number
  points?: { name: string; step: number; value: number }[]
}

it.skipIf(process.platform !== 'linux')(
  `${KILLS} kills lose nothing that was acknowledged, and every run ends as one left alone (seed ${SEED})`,
  async () => {
    const random = new Float64Array(3 * KILLS)
    uniforms({ seed: SEED, stream: 0, sample: 0, step: 0 }, random)
    const runs = new Set<string>()
    const acknowledged = new Map<string, number>()
    let tick = gate()
    const listen = (said: Said) => {
      if (said.points) tick.open()
      if (said.run) runs.add(said.run)
      for (const { name, step, value } of said.points ?? []) acknowledged.set(`${said.id} ${name} ${step}`, value)
    }

    let owner = await startOwner(listen)
    let engines = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const [when, whom, delay] = random.subarray(3 * kill)
      // Some while everything is starting, most while the run is at work.
      if (when < 0.7) await tick.opened
      await sleep(400 * delay)
      const engine = childOf(owner)
      if (whom < 0.5 && engine !== null) {
        process.kill(engine, 'SIGKILL')
        engines++
      } else {
        owner.kill('SIGKILL')
        await new Promise((resolve) => owner.once('close', resolve))
        owner = await startOwner(listen)
      }
      tick = gate()
    }
    owner.kill('SIGKILL')
    await new Promise((resolve) => owner.once('close', resolve))

    const last = fork(OWNER, [folder, String(STEPS), 'drain'])
    last.on('message', (message) => listen(message as Said))
    expect(await new Promise((resolve) => last.once('close', resolve))).toBe(0)

    const home = openHome({ ANNEAL_HOME: folder })
    const db = new Database(home.database)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
    const history = openHistory(home)
    const list = history.read.list()
    expect(new Set(list.map(({ id }) => id)).size).toBeGreaterThanOrEqual(runs.size)
    for (const id of runs) expect(history.read.find(id)?.state).toBe('finished')
    for (const run of list) {
      expect(run).toMatchObject({ state: 'finished', step: STEPS })
      expect(history.read.get(run.id).results[0].value).toBe(SUMS[STEPS - 1])
      const checkpoint = join(home.runs, run.folder, 'checkpoints', `${String(STEPS).padStart(8, '0')}.json`)
      expect(existsSync(checkpoint) && JSON.parse(readFileSync(checkpoint, 'utf8')).sum).toBe(SUMS[STEPS - 1])
      for (const { step, value } of history.read.metrics(run.id, { name: 'sum' })) expect(value).toBe(SUMS[step - 1])
    }
    const kept = new Map(
      list.flatMap(({ id }) =>
        history.read.metrics(id).map(({ name, step, value }) => [`${id} ${name} ${step}`, value]),
      ),
    )
    expect(acknowledged.size).toBeGreaterThan(KILLS)
    expect([...acknowledged].filter(([key, value]) => kept.get(key) !== value)).toEqual([])

    const before = dump(home)
    history.rebuild()
    history.close()
    expect(dump(home)).toEqual(before)
    console.log(
      `${KILLS} kills (${engines} of engines), ${list.length} runs, ${acknowledged.size} acknowledged values kept`,
    )
  },
  KILLS * 15_000,
)

function gate(): { opened: Promise<void>; open: () => void } {
  let open!: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

/** Ready once it has opened the history and put right what the last one left. */
async function startOwner(listen: (said: Said) => void): Promise<ChildProcess> {
  const owner = fork(OWNER, [folder, String(STEPS)])
  owners.push(owner)
  const ready = new Promise<Said>((resolve) => owner.once('message', (message) => resolve(message as Said)))
  owner.on('message', (message) => listen(message as Said))
  await ready
  return owner
}

function childOf({ pid }: ChildProcess): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]) || null
  } catch {
    return null
  }
}
