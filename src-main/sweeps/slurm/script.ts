/** The scripts that Slurm is given, one for each stage, and one that looks whether a node is fit at all. Pure. */
import { join } from 'node:path'
import type { Site } from '#contract/sweep-site.ts'

export type ScriptOptions = {
  /** The sweep's shared folder. */
  folder: string
  /** Begins every job's name: no two sweeps share it. */
  name: string
  /** What runs `anneal` on a node. */
  command: readonly string[]
  site: Site
}
export type Stage = { stage: string; tasks: readonly number[] }

/** Seconds before its end that a task is told of its time limit. */
const BEFORE_LIMIT = 90

export const jobName = (name: string, stage: string): string => `${name}-${stage}`

/** An array of a stage's tasks. Put back by Slurm where a node fails, and by itself where its time is up. */
export function stageScript(options: ScriptOptions, { stage, tasks }: Stage): string {
  const { folder, name, site } = options
  const atOnce = site.at_once === undefined ? '' : `%${site.at_once}`
  return script(
    options,
    [
      ['job-name', jobName(name, stage)],
      ['array', `${ranges(tasks)}${atOnce}`],
      ['output', join(folder, 'logs', '%a-%A.txt')],
      ['open-mode', 'append'],
      ['requeue', null],
      ['signal', `B:USR2@${BEFORE_LIMIT}`],
      ...(site.time === undefined ? [] : [['time', site.time] as const]),
    ],
    'work',
    ['--task', '"$SLURM_ARRAY_TASK_ID"'],
  )
}

/** A task that only says what it sees. */
export const probeScript = (options: ScriptOptions): string =>
  script(
    options,
    [
      ['job-name', jobName(options.name, 'probe')],
      ['output', join(options.folder, 'logs', 'probe-%j.txt')],
      ['no-requeue', null],
      ['time', '10'],
    ],
    'work',
    ['--probe'],
  )

type Option = readonly [name: string, value: string | null]

function script(
  { folder, command, site }: ScriptOptions,
  own: readonly Option[],
  verb: string,
  words: readonly string[],
): string {
  const asked: Option[] = (['partition', 'account', 'qos', 'constraint', 'gres', 'nice'] as const).flatMap((name) =>
    site[name] === undefined ? [] : [[name, String(site[name])] as const],
  )
  const options: Option[] = [...own, ['chdir', folder], ['cpus-per-task', String(site.cpus)], ...asked]
  if (site.memory !== undefined) options.push(['mem', site.memory])
  const run = site.command ?? command.map(quoted).join(' ')
  return [
    '#!/bin/bash',
    ...options.map(([name, value]) => `#SBATCH --${name}${value === null ? '' : `=${value}`}`),
    ...site.modules.map((name) => `module load ${name} || exit 1`),
    ...site.before,
    `export ANNEAL_THREADS=${site.cpus}`,
    `exec ${run} ${verb} ${quoted(folder)} ${words.join(' ')}`,
    '',
  ].join('\n')
}

/** `0-3,7`, as Slurm writes it. */
export function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = []
  for (const n of numbers.toSorted((a, b) => a - b)) {
    const last = parts.at(-1)
    if (last && last[1] === n - 1) last[1] = n
    else parts.push([n, n])
  }
  return parts.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',')
}

/** One word of a shell, whatever it holds. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
