/** `--queue` and `queue` as commands of their own, one after another, with no app open. Real processes and engines. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'anneal-queue-'))
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

const env = { ...process.env, ANNEAL_HOME: home }
const anneal = (...words: string[]) => spawnSync(process.execPath, [CLI, ...words], { env, encoding: 'utf8' })
const states = () =>
  (JSON.parse(anneal('runs', '--json').stdout) as { runs: { number: number; state: string }[] }).runs
    .toSorted((a, b) => a.number - b.number)
    .map(({ state }) => state)

const SAMPLE = [
  'sample',
  'score={name: mixture}',
  'schedule={family: karras, levels: 3, sigma_max: 20, sigma_min: 0.1}',
  'n=4',
]

it.skipIf(!process.env.CI)(
  'what is queued waits, through other commands too, and `queue` runs all of it',
  { timeout: 120_000 },
  () => {
    for (const seed of [0, 1]) {
      const { status, stdout, stderr } = anneal(...SAMPLE, `seed=${seed}`, '--queue')
      expect(status, stderr).toBe(0)
      expect(stdout).toMatch(/: queued\n$/)
    }
    expect(states()).toEqual(['queued', 'queued'])
    expect(anneal('queue', '--list').stdout.match(/queued/g)).toHaveLength(2)
    expect(states()).toEqual(['queued', 'queued'])
    const { status, stderr } = anneal('queue')
    expect(status, stderr).toBe(0)
    expect(states()).toEqual(['finished', 'finished'])
    expect(anneal('queue').stdout).toBe('Nothing is queued.\n')
  },
)
