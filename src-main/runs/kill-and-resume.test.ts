/**
 * A training killed with SIGKILL at any moment, engine or parent, goes on to the same weights, bit for bit. Real processes: the
 * command line, its engine, TensorFlow. ANNEAL_KILLS says how often (2 where it is not set).
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { uniforms, STREAMS } from '#theory/noise/philox.ts'

const KILLS = Number(process.env.ANNEAL_KILLS ?? 2)
const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
const STEPS = 60
const WORDS = [
  'seed=3',
  'dataset.subset.n=256',
  'network={architecture: unet, base: 8, multipliers: [1, 2], data_range: [0, 1]}',
  `training={steps: ${STEPS}, batch_size: 8, checkpoint_every: 4, preview_every: 1000, ema_decay: 0.9}`,
]
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'anneal-kill-'))
  folders.push(home)
  return home
}

const anneal = (home: string, words: string[]) =>
  spawn(process.execPath, [CLI, ...words], {
    env: { ...process.env, ANNEAL_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

const finished = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))

/** SHA-256 of the checkpoint of the last step: weights, moments and average, to the bit. */
function finalHash(home: string): string {
  const [run] = readdirSync(join(home, 'runs'))
  const name = `step-${String(STEPS).padStart(8, '0')}.safetensors`
  return createHash('sha256')
    .update(readFileSync(join(home, 'runs', run, 'checkpoints', name)))
    .digest('hex')
}

function checkpointThere(home: string): boolean {
  const runs = join(home, 'runs')
  if (!existsSync(runs)) return false
  const [run] = readdirSync(runs)
  const folder = run && join(runs, run, 'checkpoints')
  return Boolean(folder) && existsSync(folder) && readdirSync(folder).length > 0
}

async function killSometime(home: string, child: ChildProcess, kill: number): Promise<void> {
  while (!checkpointThere(home) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5))
  const [wait] = uniforms2({ kill })
  await new Promise((resolve) => setTimeout(resolve, wait * 1500))
  if (kill % 2 === 0) return void child.kill('SIGKILL')
  const engines = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' }).stdout
  for (const pid of engines.split(/\s+/).filter(Boolean)) spawnSync('kill', ['-9', pid])
}

function uniforms2({ kill }: { kill: number }): Float64Array {
  const out = new Float64Array(1)
  uniforms({ seed: 11, stream: STREAMS.law, sample: kill, step: 0 }, out)
  return out
}

let expected: string
beforeAll(() => {
  const left = newHome()
  execFileSync(process.execPath, [CLI, 'train', ...WORDS], {
    env: { ...process.env, ANNEAL_HOME: left },
    stdio: 'ignore',
  })
  expected = finalHash(left)
}, 60_000)

it(
  'backed up while it trains and restored elsewhere, it goes on to the same weights',
  { timeout: 60_000 },
  async () => {
    const home = newHome()
    const away = join(newHome(), 'restored')
    const kept = join(newHome(), 'backup')
    const child = anneal(home, ['train', ...WORDS])
    const end = finished(child)
    while (!checkpointThere(home)) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await finished(anneal(home, ['backup', kept]))).toBe(0)
    expect(child.exitCode, 'it still trained').toBeNull()
    child.kill('SIGKILL')
    await end

    execFileSync('sha256sum', ['--check', '--quiet', 'BACKUP.sha256'], { cwd: kept })
    expect(await finished(anneal(away, ['restore', kept]))).toBe(0)
    expect(await finished(anneal(away, ['resume', '1']))).toBe(0)
    expect(finalHash(away)).toBe(expected)
  },
)

it(`resumes to the same weights after each of ${KILLS} kills`, { timeout: 60_000 * (KILLS + 1) }, async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const home = newHome()
    const child = anneal(home, ['train', ...WORDS])
    const end = finished(child)
    await killSometime(home, child, kill)
    await end
    let resumes = 0
    for (let code: number | null = 1; code !== 0; resumes++) {
      expect(resumes, 'resumes needed').toBeLessThan(4)
      const state = JSON.parse(
        execFileSync(process.execPath, [CLI, 'show', '1', '--json'], {
          env: { ...process.env, ANNEAL_HOME: home },
          encoding: 'utf8',
        }),
      ) as { state: string }
      code = state.state === 'finished' ? 0 : await finished(anneal(home, ['resume', '1']))
    }
    expect(finalHash(home)).toBe(expected)
  }
})
