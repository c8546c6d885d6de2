/**
 * What a scheduler costs: one sweep of short samplings through the local queue and through a Slurm of one node
 * (Debian's packages, root), one engine of as many threads at a time each. `--runs 100`: about 2 s of sampling each.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { siteFile } from '#contract/sweep-site.ts'
import { openHome } from '#history/home.ts'
import { resourcesFolder } from '#program/folders.ts'
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import { openRunService } from '#runs/run-service.ts'
import { forkProcess } from '#workers/start-process.ts'
import { thisCommand, thisProgram } from '../src-main/sweeps/shared/this-program.ts'
import { startSlurm, whyNoSlurm } from '../src-main/sweeps/slurm/testing/own-slurm.ts'
import { openSweepService, type SweepService } from '../src-main/sweeps/sweep-service.ts'
import { machine } from './machine.ts'

const { values } = parseArgs({ args: process.argv.slice(2), options: { runs: { type: 'string', default: '100' } } })
const runs = Number(values.runs)
const SWEEP = {
  kind: 'sweep',
  name: 'short samplings',
  steps: {
    draw: {
      kind: 'sample',
      network: 'mnist-unet',
      schedule: { family: 'karras', levels: 18, sigma_max: 20, sigma_min: 0.01, data_range: [0, 1] },
      n: 32,
    },
  },
  vary: { 'draw.seed': Array.from({ length: runs }, (_, seed) => seed) },
}

const why = whyNoSlurm()
if (why !== null) throw new Error(`no Slurm here: ${why}`)
const folder = mkdtempSync(join(tmpdir(), 'anneal-bench-cluster-'))
const daemons = await startSlurm(join(folder, 'slurm'))
const site = siteFile.parse({ shared: join(folder, 'shared'), partition: 'main', cpus: 2, heartbeat: 1 })
mkdirSync(site.shared!)
try {
  const local = await timed((sweeps) => sweeps.start(SWEEP))
  const slurm = await timed((sweeps) => sweeps.startElsewhere(SWEEP, { on: 'slurm', site }))
  const result = {
    what: `${runs} samplings of 32 digits along 18 Heun steps, one engine at a time`,
    at: new Date().toISOString(),
    machine: machine(),
    seconds: { local, slurm },
    moreThanLocalPerRun: (slurm - local) / runs,
    ratio: slurm / local,
  }
  writeFileSync(join(import.meta.dirname, 'results', 'cluster.json'), `${JSON.stringify(result, null, 2)}\n`)
  console.log(JSON.stringify(result, null, 2))
} finally {
  await daemons.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

/** Seconds from the sweep's start to its end, in a data folder of its own. */
async function timed(start: (sweeps: SweepService) => { id: string } | Promise<{ id: string }>): Promise<number> {
  const service = openRunService({
    home: openHome({ ANNEAL_HOME: mkdtempSync(join(folder, 'home-')) }),
    resources: resourcesFolder(),
    engineEnvironment,
    version: thisProgram().anneal,
    runs: 'all',
  })
  const elsewhere = { program: thisProgram, command: thisCommand(), startProcess: forkProcess, engineEnvironment }
  const sweeps = openSweepService({ runs: service, work: 'all', findFinished: async () => null, elsewhere })
  const began = performance.now()
  const { id } = await start(sweeps)
  const { state, finished } = await sweeps.follow(id)
  const seconds = (performance.now() - began) / 1000
  await sweeps.close()
  await service.close()
  if (state !== 'finished' || finished !== runs) throw new Error(`${finished} of ${runs} runs, ${state}`)
  return seconds
}
