/** What the command line does where its reader has gone, and with data folders that cannot be. Real processes. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig } from './words.ts'
import { table } from './output.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
let root: string
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'anneal-terminal-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

it.skipIf(process.platform === 'win32')('a reader that has seen enough ends nothing, and no stack is printed', () => {
  const command = `"${process.execPath}" "${CLI}" schedule karras sigma_max=50 sigma_min=0.01 levels=200000 | head -1`
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
  expect(stdout).toBe('50\n')
  expect(stderr).toBe('')
})

it('a data folder that cannot be is refused in one sentence', () => {
  symlinkSync('loop', join(root, 'loop'))
  for (const name of ['x'.repeat(256), 'loop/x']) {
    const env = { ...process.env, ANNEAL_HOME: join(root, name) }
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'runs'], { env, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^anneal: .* cannot be written: .*ANNEAL_HOME\.\n$/)
  }
})

it('names of others are shown, not obeyed', () => {
  expect(table(['run', 'name'], [['1', 'a\x1b[2Jb\nc']])).toEqual(
    expect.stringMatching(/^run +name\n1 +a\\u\{1b\}\[2Jb\\u\{a\}c$/),
  )
})

it('a tag of YAML that nobody knows is refused by its place', () => {
  const file = join(root, 'c.yaml')
  execFileSync('sh', ['-c', 'printf "kind: sample\\nname: !foo x\\n" > "$0"', file])
  expect(() => readConfig(file, [])).toThrow(/not valid YAML or JSON: Unresolved tag: !foo at line 2/)
})
