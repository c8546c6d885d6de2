/** What a cluster may have against a sweep, each in one sentence. Slurm's commands are played by scripts: what they print is Slurm's own. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { siteFile } from '#contract/sweep-site.ts'
import type { Elsewhere } from '../shared/elsewhere.ts'
import { writeElsewhere } from '../shared/elsewhere.ts'
import { makeFolders, type WorkFile, writeWork } from '../shared/shared-folder.ts'
import { onSlurm } from './on-slurm.ts'
import { probe, probeFaults, probeNotes, readProbe } from './probe.ts'
import { submit } from './slurm-commands.ts'

let folder: string
let path: string | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anneal-refused-'))
  path = process.env.PATH
})
afterEach(() => {
  process.env.PATH = path
  rmSync(folder, { recursive: true })
})

/** A command of this name, and no other of Slurm's. */
function command(name: string, text: string): void {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
  chmodSync(join(bin, name), 0o755)
  process.env.PATH = `${bin}:/bin`
}

const PROGRAM = { anneal: '1.2.0', code: 'a'.repeat(64), library: 'tensorflow 2.20.0' }
const WORK: WorkFile = {
  format: 1,
  id: '01234567-89ab',
  name: 'refused',
  sweep: 1,
  ...PROGRAM,
  heartbeat: { every: 1, stale: 8 },
  runs: { 'draw/1': 'x' },
  tasks: [{ stage: 'draw', cells: ['draw/1'] }],
  paths: [],
}
const FOUND = { host: 'n7', ...PROGRAM, clock: 0, missing: [] }
const cell = { id: 'draw/1', step: 'draw', factors: {}, needs: {}, config: {} }

describe.skipIf(process.platform === 'win32')('Slurm', () => {
  it('that is not here names the login node', async () => {
    process.env.PATH = folder
    await expect(submit('x.sh')).rejects.toThrow(/^There is no sbatch here: run this on a login node of the cluster/)
  })

  it('that says no is quoted', async () => {
    command('sbatch', `echo 'sbatch: error: invalid partition specified: gpus' >&2; exit 1`)
    await expect(submit('x.sh')).rejects.toThrow(/^sbatch refused: invalid partition specified: gpus\.$/)
  })

  it('whose first task leaves no word has no disk in common with us; nothing is submitted again', async () => {
    const driver = driverOf()
    command('sbatch', `echo x >> ${folder}/submitted; wc -l < ${folder}/submitted`)
    command('squeue', 'true')
    for (let i = 0; i < 8; i++) await driver.ensure([cell], new Set())
    expect(driver.notes()).toEqual([
      expect.stringMatching(/^Job 1 ended on a node without a word in .*not on a disk that the nodes share/),
    ])
    expect(readFileSync(join(folder, 'submitted'), 'utf8')).toBe('x\nx\n')
  })

  it('that cannot be asked is said, and asked again', async () => {
    const driver = driverOf()
    command('squeue', `echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1`)
    await driver.ensure([cell], new Set())
    expect(driver.notes()).toEqual([
      'Slurm cannot be asked at the moment: squeue refused: Unable to contact slurm controller (connect failure). Runs that are at work go on, and are followed.',
    ])
  })
})

function driverOf() {
  const [sweep, shared] = ['sweep', 'shared'].map((name) => join(folder, name))
  mkdirSync(sweep)
  mkdirSync(shared)
  makeFolders(shared)
  writeWork(shared, WORK)
  const elsewhere: Elsewhere = {
    format: 1,
    on: 'slurm',
    folder: shared,
    jobs: null,
    site: siteFile.parse({}),
    submitted: [],
  }
  writeElsewhere(sweep, elsewhere)
  return onSlurm(sweep, elsewhere, ['anneal'], 0)
}

describe('a node', () => {
  it('with another program, or without the data, is of no use, and says so itself', () => {
    expect(probeFaults({ ...FOUND, code: 'b', anneal: '1.3.0' }, WORK)).toEqual([
      'n7 runs Anneal 1.3.0, and the sweep was begun with 1.2.0: let both run the same.',
    ])
    expect(probeFaults({ ...FOUND, missing: ['/data/cifar'] }, WORK)).toEqual([
      'n7 does not see /data/cifar: put it on a disk that all nodes share.',
    ])
    makeFolders(folder)
    writeWork(folder, { ...WORK, paths: [join(folder, 'not there')] })
    expect(() => probe(folder, PROGRAM)).toThrow(/does not see .*not there: put it on a disk/)
    expect(readProbe(folder)?.missing).toHaveLength(1)
  })

  it('with another TensorFlow or another clock is said, and computes', () => {
    const other = { ...FOUND, library: 'tensorflow 2.19.0', clock: -93.4 }
    expect(probeFaults(other, WORK)).toEqual([])
    expect(probeNotes(other, WORK)).toEqual([
      expect.stringMatching(/^n7 has tensorflow 2\.19\.0, and this machine tensorflow 2\.20\.0: /),
      expect.stringMatching(/^The clock of n7 is 93\.4 s behind that of the shared disk: times of runs are off/),
    ])
  })
})
