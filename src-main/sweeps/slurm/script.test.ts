import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { parse } from '#contract/parse.ts'
import { siteFile } from '#contract/sweep-site.ts'
import { probeScript, quoted, ranges, stageScript } from './script.ts'

const folder = "/scratch/it's mine/anneal-1"
const site = siteFile.parse({
  partition: 'gpu',
  gres: 'gpu:1',
  time: '2:00:00',
  memory: '8G',
  cpus: 4,
  modules: ['cuda/12'],
  at_once: 3,
})
const options = { folder, name: 'anneal-1234', command: ['/opt/node', '/opt/anneal/cli.ts'], site }

it('is what Slurm is asked, and what a node then runs', () => {
  const script = stageScript(options, { stage: 'draw', tasks: [4, 5, 6, 9] })
  for (const line of [
    'array=4-6,9%3',
    'partition=gpu',
    'gres=gpu:1',
    'time=2:00:00',
    'mem=8G',
    'cpus-per-task=4',
    'requeue',
    'signal=B:USR2@90',
  ])
    expect(script).toContain(`#SBATCH --${line}\n`)
  expect(script).toContain('module load cuda/12 || exit 1\n')
  expect(script.trimEnd().split('\n').at(-1)).toBe(
    `exec /opt/node /opt/anneal/cli.ts work '/scratch/it'\\''s mine/anneal-1' --task "$SLURM_ARRAY_TASK_ID"`,
  )
  expect(probeScript(options)).toMatch(/work .* --probe\n$/)
})

it('quotes whatever a folder is called, so that a shell reads one word', () => {
  for (const text of [folder, '$(id)', '`id`', 'a b\tc', '"', "'", '\\', '*', '-n'])
    expect(execFileSync('/bin/sh', ['-c', `printf %s ${quoted(text)}`], { encoding: 'utf8' })).toBe(text)
})

it('writes numbers as Slurm does', () => {
  expect(ranges([3, 0, 1, 2, 7])).toBe('0-3,7')
  expect(ranges([])).toBe('')
})

it.each([
  [{ partition: 'a; rm -rf /' }, /partition: must be one word/],
  [{ time: 'an hour' }, /time: must be a time as Slurm writes it/],
  [{ partion: 'x' }, /there is no field partion\. Did you mean partition/],
  [{ cpus: 0 }, /cpus/],
])('refuses a site file with %j by its field', (input, message) => {
  expect(() => parse(siteFile, input, 'Site')).toThrow(message)
})
