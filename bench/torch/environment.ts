/** PyTorch for comparison only: in an environment of its own in the cache, from the package index, once. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '#program/tensorflow-cache.mjs'

/** The interpreter of that environment; sets it up where it is not yet (some GB, as PyTorch brings its GPU libraries along). */
export function pythonWithTorch(): string {
  const folder = join(cacheFolder(), 'bench')
  const python = join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const stamp = join(folder, 'ready')
  if (existsSync(stamp)) return python
  mkdirSync(folder, { recursive: true })
  process.stderr.write(`setting up PyTorch in ${folder}\n`)
  run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', join(folder, 'venv')])
  run(python, ['-m', 'pip', 'install', '--quiet', 'torch', 'numpy'])
  writeFileSync(stamp, '')
  return python
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`)
}
