/** A data folder of many finished runs, written without waiting for the disk: what a busy lab has after a year. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRunConfig } from '#contract/parse.ts'
import { EXAMPLE_CONFIGS, type RunKind } from '#contract/run-config.ts'
import { openHistory } from '#history/history.ts'
import { openHome } from '#history/home.ts'
import { folderName } from '#history/run-folder.ts'

const KINDS = ['train', 'sample', 'evaluate'] as const satisfies readonly RunKind[]
const BEGAN = Date.UTC(2026, 0, 1)

/** Five seeds of each configuration, results and a last loss for each run; the history indexes the folders. */
export function makeRuns(root: string, count: number): void {
  const home = openHome({ ANNEAL_HOME: root })
  for (let number = 1; number <= count; number++) {
    const kind = KINDS[number % KINDS.length]
    const seed = number % 5
    const study = Math.floor(number / 5)
    const config = parseRunConfig({ ...EXAMPLE_CONFIGS[kind], seed, name: `study ${study} ${kind}` })
    const name = `study ${study} ${kind}`
    const folder = join(home.runs, folderName(number, name, seed))
    const at = BEGAN + number * 60_000
    mkdirSync(folder)
    const write = (file: string, content: unknown) => writeFileSync(join(folder, file), JSON.stringify(content))
    write('config.yaml', config)
    write('config.resolved.json', config)
    write('meta.json', { name, tags: number % 7 ? [] : ['paper'], notes: '', trashed: false })
    write('results.json', [
      { name: 'nfe', value: 35, protocol: {} },
      { name: 'frechet_distance', value: 80 + (number % 97) / 10, protocol: { n: 1000 } },
      { name: 'mean_confidence', value: 0.9 + (number % 89) / 1000, protocol: {} },
    ])
    write('metrics.jsonl', { step: 1000, at, loss: 0.1 + (number % 100) / 1000 })
    write('run.json', {
      format: 1,
      id: `bench-${number}`,
      number,
      parents: [],
      scheduleHash: null,
      createdAt: at,
      anneal: '0.1.0',
      state: 'finished',
      reason: null,
      startedAt: at,
      endedAt: at + 50_000,
      steps: 1000,
      position: number,
      starts: 1,
      crashesAtStart: 0,
      checkpoint: null,
    })
  }
  openHistory(home).close()
}
