/** The options of `sweep FILE` that say who computes it: `--on slurm`, a site file, and words that go before it; `--jobs N`. */
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import { type DryRun, type Place, PLACES } from '#contract/sweep-place.ts'
import type { SiteInput } from '#contract/sweep-site.ts'
import { readConfig } from './words.ts'

export const ELSEWHERE_OPTIONS = [
  ['--on <place>', 'slurm: as array jobs of a cluster; folder: only make the folder that `anneal work` works on'],
  ['--jobs <n>', 'so many engines at once on this machine'],
  ['--site <file>', 'YAML with the options of a site: shared, partition, account, time, memory, gres, cpus, modules'],
  ['--shared <folder>', 'on a disk that all nodes share'],
  ['--partition <name>', 'of Slurm'],
  ['--account <name>', 'of Slurm'],
  ['--time <time>', 'of each task, as 2:00:00'],
  ['--memory <size>', 'of each task, as 4G'],
  ['--gres <gres>', 'of each task, as gpu:1'],
  ['--cpus <n>', 'of each task'],
  ['--dry-run', 'print the scripts and commands for the scheduler; nothing is written'],
] as const

const WORDS = ['shared', 'partition', 'account', 'time', 'memory', 'gres', 'cpus'] as const

/** `site`: what was asked, to go before what the data folder says. */
export type Elsewhere = { on: Place; jobs?: number; site: SiteInput }

/** Null where the sweep goes into this data folder's own queue. */
export function elsewhereOf(options: Record<string, unknown>): Elsewhere | null {
  const jobs = jobsOf(options.jobs)
  const on = options.on
  if (on === undefined) {
    const stray = ['site', 'dryRun', ...WORDS].find((name) => options[name] !== undefined)
    if (stray === undefined) return jobs === undefined ? null : { on: 'here', jobs, site: {} }
    throw new Refusal(`${stray} is for a cluster: add --on slurm.`, { field: stray })
  }
  const place = PLACES.find((one) => one === on)
  if (place === undefined || place === 'here')
    throw new Refusal(
      `on must be slurm or folder, got ${String(on)}. ${nearestName(String(on), ['slurm', 'folder'])}`,
      {
        field: 'on',
      },
    )
  if (jobs !== undefined)
    throw new Refusal('jobs: engines of this machine; a cluster has as many tasks as its scheduler allows.', {
      field: 'jobs',
    })
  return { on: place, site: siteOf(options) }
}

function siteOf(options: Record<string, unknown>): SiteInput {
  const file = typeof options.site === 'string' ? readConfig(options.site, []).config : {}
  const given = WORDS.flatMap((name) =>
    options[name] === undefined ? [] : [[name, name === 'cpus' ? Number(options[name]) : options[name]]],
  )
  return { ...file, ...Object.fromEntries(given) }
}

function jobsOf(given: unknown): number | undefined {
  if (given === undefined) return undefined
  const jobs = Number(given)
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 1024) return jobs
  throw new Refusal(`jobs must be a whole number from 1 to 1024, got ${String(given)}.`, { field: 'jobs' })
}

/** Each script under the command that would submit it. */
export const dryRunText = ({ folder, runs, reused, scripts }: DryRun): string =>
  [
    `${runs} runs to compute${reused > 0 ? `, ${reused} there already` : ''}, in ${folder}`,
    ...scripts.flatMap(({ stage, tasks, runs: own, script, command }) => [
      '',
      stage === 'probe'
        ? '# a first look at a node'
        : `# ${stage}: ${own} runs in ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`,
      `$ ${command}`,
      script.trimEnd(),
    ]),
  ].join('\n')
