/**
 * What bfloat16 costs and gives: the standard MNIST network (the recipe that quickstart trains) in both precisions, three seeds
 * each, judged by its loss and by the Frechet distance of 1,000 samples. Runs stay in the data folder; those that are already
 * there are not done again, so it can be stopped and gone on with.
 * npm run bench -- precision [--seeds 1,2,3] [--steps N] [--samples N]. Prints one JSON object.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import type { RunRecord } from '#contract/run.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { openHome } from '#history/home.ts'
import { openRunService } from '#runs/run-service.ts'
import { pairedTTest } from '#theory/statistics/paired.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { machine } from './machine.ts'

const PRECISIONS = ['float32', 'bfloat16'] as const
type Precision = (typeof PRECISIONS)[number]
/** The mean loss of this many last steps stands for a run. */
const LAST_STEPS = 200
const TAG = 'bench precision'

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    steps: { type: 'string' },
    samples: { type: 'string', default: '1000' },
  },
})
const resources = join(import.meta.dirname, '..', 'resources')
const recipe = parse(readFileSync(join(resources, 'recipes', 'mnist-unet-quick.yaml'), 'utf8'))
if (values.steps) recipe.training.steps = Number(values.steps)
const service = openRunService({ home: openHome(), resources, engineEnvironment, version: 'bench' })

try {
  const seeds = values.seeds.split(',').map(Number)
  const found: Record<Precision, Measured[]> = { float32: [], bfloat16: [] }
  for (const seed of seeds) for (const precision of PRECISIONS) found[precision].push(await measure(seed, precision))
  const compared = Object.fromEntries(
    (['loss', 'frechetDistance', 'seconds'] as const).map((name) => {
      const of = (precision: Precision) => found[precision].map((measured) => measured[name])
      const [float32, bfloat16] = PRECISIONS.map((precision) => interval(summarise(of(precision))))
      const difference = seeds.length > 1 ? pairedTTest(of('bfloat16'), of('float32')) : null
      return [name, { float32, bfloat16, difference: difference && { ...interval(difference), p: difference.pValue } }]
    }),
  )
  console.log(JSON.stringify({ machine: machine(), steps: recipe.training.steps, seeds, found, compared }, null, 2))
} finally {
  await service.close()
}

type Measured = { run: number; loss: number; frechetDistance: number; shareConfident: number; seconds: number }

async function measure(seed: number, precision: Precision): Promise<Measured> {
  const name = `${precision}, seed ${seed}, ${recipe.training.steps} steps`
  const execution = { mode: 'graph', precision }
  const trained = await once({ ...recipe, name, seed, execution, tags: [TAG] })
  const sampled = await once({
    kind: 'sample',
    name: `${values.samples} samples of ${name}`,
    network: trained.id,
    schedule: { family: 'karras', levels: 18, sigma_max: 20, sigma_min: 0.01, rho: 7 },
    sampler: { name: 'heun' },
    n: Number(values.samples),
    tags: [TAG],
  })
  const judged = await once({ kind: 'evaluate', name: `judged: ${sampled.name}`, samples: sampled.id, tags: [TAG] })
  const losses = service.history.read
    .metrics(trained.id, { name: 'loss' })
    .slice(-LAST_STEPS)
    .map(({ value }) => value ?? NaN)
  const results = service.history.read.get(judged.id).results
  const value = (key: string) => results.find((result) => result.name === key)?.value ?? NaN
  return {
    run: trained.number,
    loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    frechetDistance: value('frechet_distance'),
    shareConfident: value('share_confident'),
    seconds: (trained.endedAt! - trained.startedAt!) / 1000,
  }
}

/** The run of this name where it has finished, else done now. */
async function once(config: RunConfigInput & { name: string }): Promise<RunRecord> {
  const before = service.history.read.list().find(({ name, state }) => name === config.name && state === 'finished')
  if (before) return before
  const run = await service.waitFor(service.startRun(config).id)
  process.stderr.write(`${run.name}: ${run.state} ${run.reason ?? ''}\n`)
  if (run.state !== 'finished') throw new Error(`run ${run.number} is ${run.state}: ${run.reason}`)
  return run
}

/** An estimate and its 95 % interval. */
function interval(of: { mean?: number; difference?: number; low: number | null; high: number | null }) {
  return { estimate: of.mean ?? of.difference, low: of.low, high: of.high }
}
