import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { ensureNodeModules, isNewEnough, leftOut, matchesLockfile, npmReason } from './node-modules.mjs'

describe('the packages', () => {
  const lockfile = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  }

  it('match when each is there in its version; those of other platforms may be absent', () => {
    expect(matchesLockfile(lockfile, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true)
    expect(matchesLockfile(lockfile, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false)
    expect(matchesLockfile(lockfile, { packages: {} })).toBe(false)
    expect(matchesLockfile(lockfile, undefined)).toBe(false)
  })

  it('do not match where npm has dropped an optional one of ours that fits this machine', () => {
    const own = { name: 'us', optionalDependencies: { b: '1', c: '1' } }
    const fit = { version: '1', optional: true }
    const packages = { '': own, 'node_modules/b': fit, 'node_modules/c': { ...fit, os: ['other'] } }
    expect(matchesLockfile({ packages }, { packages: {} })).toBe(false)
    expect(leftOut({ packages }, { packages: {} })).toEqual(['node_modules/b'])
    expect(matchesLockfile({ packages }, { packages: { 'node_modules/b': fit } })).toBe(true)
  })

  it('are installed without their scripts, whatever npm it is, and what npm left out is said', async () => {
    const root = mkdtempSync(join(tmpdir(), 'anneal-npm-'))
    const entry = { version: '1', optional: true }
    const lockfile = { packages: { '': { optionalDependencies: { b: '1' } }, 'node_modules/b': entry } }
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lockfile))
    const npm = join(root, 'npm.js')
    writeFileSync(
      npm,
      `const fs = require('node:fs')
fs.mkdirSync('node_modules')
fs.writeFileSync('node_modules/.package-lock.json', '{"packages":{}}')
fs.writeFileSync('said.json', JSON.stringify(process.argv.slice(2)))`,
    )
    vi.stubEnv('npm_execpath', npm)
    const said: string[] = []
    await ensureNodeModules({ root, cache: join(root, 'cache'), say: (line) => said.push(line) })
    vi.unstubAllEnvs()
    expect(JSON.parse(readFileSync(join(root, 'said.json'), 'utf8'))).toEqual(
      expect.arrayContaining(['ci', '--ignore-scripts']),
    )
    expect(said.join('\n')).toMatch(/WITHOUT node_modules\/b/)
    rmSync(root, { recursive: true })
  })

  it('are those of our own lockfile here', () => {
    const root = join(import.meta.dirname, '../..')
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
    expect(matchesLockfile(read('package-lock.json'), read('node_modules/.package-lock.json'))).toBe(true)
  })

  it('need Node 22.18 or newer', () => {
    expect(['20.20.2', '22.17.9', '22.18.0', '24.0.0'].map(isNewEnough)).toEqual([false, false, true, true])
  })

  it('that npm cannot install are told in npm’s words without its noise', () => {
    const output =
      'npm warn x\nnpm error code ENOTFOUND\nnpm error network request failed\nnpm error\nnpm error A complete log of this run'
    expect(npmReason(output)).toBe('network request failed')
  })
})
