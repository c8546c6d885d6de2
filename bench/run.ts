/** `npm run bench -- PART ...`: how fast this is here. `table` prints the newest results of `compute` for the README. */
import { newestResults } from './compute/results.ts'
import { table } from './compute/table.ts'

const PARTS: Readonly<Record<string, () => Promise<unknown>>> = {
  blur: () => import('./blur.ts'),
  cluster: () => import('./cluster.ts'),
  compute: () => import('./compute/run.ts'),
  oracle: () => import('./oracle.ts'),
  doctor: () => import('./doctor.ts'),
  history: () => import('./history.ts'),
  kernels: () => import('./kernels.ts'),
  page: () => import('./page.ts'),
  precision: () => import('./precision.ts'),
  soak: () => import('./soak.ts'),
  verdicts: () => import('./verdicts.ts'),
  table: async () => process.stdout.write(`${table(newestResults())}\n`),
}

const [part] = process.argv.splice(2, 1)
if (part && !(part in PARTS)) {
  process.stderr.write(`no part ${part}: there are ${Object.keys(PARTS).join(', ')}\n`)
  process.exitCode = 1
} else {
  await PARTS[part ?? 'compute']()
}
