/**
 * How fast the history is: index, open, list, one tick, with 1,000 and 10,000 runs in a data folder. `growth` is the ratio of
 * both: 10 where the time goes with the number of runs, 1 where it does not depend on it.
 * npm run bench -- history. Prints one JSON object; times in milliseconds.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHistory } from '#history/history.ts'
import { openHome } from '#history/home.ts'
import { machine } from './machine.ts'
import { makeRuns } from './many-runs.ts'

const [FEW, MANY, TICKS] = [1_000, 10_000, 50]

const few = measure(FEW)
const many = measure(MANY)
const growth = Object.fromEntries(Object.entries(many).map(([name, ms]) => [name, round(ms / few[name])]))
console.log(JSON.stringify({ machine: machine(), [`runs${FEW}`]: few, [`runs${MANY}`]: many, growth }, null, 2))

function measure(runs: number): Record<string, number> {
  const root = mkdtempSync(join(tmpdir(), 'anneal-bench-'))
  try {
    const home = openHome({ ANNEAL_HOME: root })
    makeRuns(root, runs)
    const took: Record<string, number> = {}
    const timed = <T>(name: string, work: () => T): T => {
      const began = performance.now()
      const result = work()
      took[name] = round(performance.now() - began)
      return result
    }
    rmSync(home.database, { force: true })
    timed('index', () => openHistory(home)).close()
    const history = timed('open', () => openHistory(home))
    const found = timed('list', () => history.read.list())
    if (found.length !== runs) throw new Error(`${found.length} of ${runs} runs are listed`)
    const [{ id }] = found
    const points = [{ name: 'loss', step: 1, value: 0.5, at: 0 }]
    timed('ticks', () => {
      for (let step = 1; step <= TICKS; step++)
        history.tick(id, { step, steps: TICKS, points: [{ ...points[0], step }] })
    })
    took.tick = round(took.ticks / TICKS)
    delete took.ticks
    history.close()
    return took
  } finally {
    rmSync(root, { recursive: true })
  }
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
