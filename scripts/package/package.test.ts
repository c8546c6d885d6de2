/**
 * The folder that installers are made from, made with a stand-in for Electron's program and no network: what it holds, and that
 * engines start in it, with nothing of this checkout, no Python and no compiler in reach. Needs `npm run build` first.
 */
import { extractAll, extractFile, getRawHeader, listPackage } from '@electron/asar'
import { execFileSync, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cacheFolder, readSetupRecord } from '../../src-main/program/tensorflow-cache.mjs'
import { engineEnvironment } from '../../src-main/program/tensorflow-library.mjs'
import type { FromLook, ToLook } from '../../src-main/engine/look/look-messages.ts'
import type { DeskAnswer, DeskQuestion } from '../../src-main/datasets/service/dataset-process.ts'
import { installedProgram, outsideArchive } from '../../src-main/program/installed-program.ts'
import { type EngineMessage, startEngine } from '../../src-main/engine/engine-client.ts'
import { openNetworkDesk } from '../../src-main/engine/networks/network-desk.ts'
import { startWith } from '../../src-main/workers/start-process.ts'
import { parseRunConfig } from '../../src-main/contract/parse.ts'
import { makeParts } from './parts.mjs'
import { FUSE_MARK, standInElectron } from './stand-in.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)
const hasTensorflow = readSetupRecord(cacheFolder())?.attempts.some(({ folder }) => folder) ?? false

if (process.platform !== 'linux')
  console.warn('packages: NOT RUN, since the stand-in for Electron is laid out as on Linux')
else if (!hasTensorflow) console.warn('packages: NOT RUN, since there is no TensorFlow to pack (anneal setup)')

describe.skipIf(process.platform !== 'linux' || !hasTensorflow)('the packed folder', () => {
  let folder: string
  let resources: string
  let archive: string
  let files: string[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'anneal-package-'))
    const node = join(root, 'node_modules', '.bin', 'node')
    await makeParts({ root, cache: cacheFolder(), node: existsSync(node) ? node : process.execPath, say: () => {} })
    const electron = join(folder, 'electron')
    await standInElectron(electron, require('electron/package.json').version)
    const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
    const options = [`-c.electronDist=${electron}`, `-c.directories.output=${join(folder, 'release')}`]
    execFileSync(process.execPath, [builder, '--linux', '--x64', '--dir', '--publish', 'never', ...options], {
      cwd: root,
      stdio: 'pipe',
    })
    resources = join(folder, 'release', 'linux-unpacked', 'resources')
    archive = join(resources, 'app.asar')
    files = listPackage(archive, { isPack: false }).map((path) => path.slice(1))
  }, 600_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  describe('app.asar', () => {
    it('holds the page, the bridge and the program, and each file that the page asks for', () => {
      expect(files).toEqual(expect.arrayContaining(['package.json', 'out/main/main.js', 'out/preload/preload.cjs']))
      const page = extractFile(archive, 'out/renderer/index.html').toString()
      const asked = [...page.matchAll(/(?:src|href)="\.?\/([^"]+)"/g)].map(([, path]) => `out/renderer/${path}`)
      expect(asked.length).toBeGreaterThan(1)
      expect(files).toEqual(expect.arrayContaining(asked))
      const { main } = JSON.parse(extractFile(archive, 'package.json').toString()) as { main: string }
      expect(files).toContain(main)
    })

    it('holds nothing else: no source, no test, no map, no type, no other system', () => {
      const kinds = files.filter((path) =>
        /\.(ts|mts|cts|map|svelte|cc|cpp|c|h|gyp|md|exe|dll|dylib)$|_test\.|\.test\./.test(path),
      )
      expect(kinds).toEqual([])
      const tops = new Set(files.map((path) => path.split('/')[0]))
      expect([...tops].toSorted()).toEqual(['node_modules', 'out', 'package.json'])
      const foreign = files.filter((path) => /(darwin|win32|arm64|musl).*\.node$/.test(path))
      expect(foreign).toEqual([])
      const packages = files.flatMap(
        (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1] ?? [],
      )
      expect(packages.toSorted()).toEqual(PACKAGES)
    })

    it('keeps what runs outside Electron, and every native file, as real files beside it', () => {
      const inside: string[] = []
      const outside: string[] = []
      const walk = (node: Entry, path: string): void => {
        if (node.files)
          for (const [name, child] of Object.entries(node.files)) walk(child, path ? `${path}/${name}` : name)
        else (node.unpacked ? outside : inside).push(path)
      }
      walk(getRawHeader(archive).header as Entry, '')
      expect(inside.filter((path) => /\.(node|wasm)$|\.so(\.|$)|^node_modules\//.test(path))).toEqual([])
      expect(outside.filter((path) => path.endsWith('.node'))).toHaveLength(3)
      for (const path of outside) expect(existsSync(join(`${archive}.unpacked`, path)), path).toBe(true)
    })

    it("holds main's own code, each file with the hash that is checked when it is read, and the same beside it for engines", () => {
      const { files: entries } = (getRawHeader(archive).header as Entry).files!.out.files!.main
      const names = Object.keys(entries!)
      expect(names).toEqual(expect.arrayContaining(['main.js', 'engine-process.js', 'dataset-process.js']))
      for (const name of names) {
        const { integrity, unpacked } = entries![name]
        const inside = extractFile(archive, `out/main/${name}`)
        expect(unpacked, name).toBeUndefined()
        expect(integrity, name).toMatchObject({
          algorithm: 'SHA256',
          hash: createHash('sha256').update(inside).digest('hex'),
        })
        expect(readFileSync(join(`${archive}.unpacked`, 'out', 'main', name)).equals(inside), name).toBe(true)
      }
    })
  })

  it('carries Node, the library without symbols or headers, the networks and MNIST, in less than 805 MB', () => {
    const names = (readdirSync(resources, { recursive: true }) as string[]).filter(
      (path) => !path.startsWith('app.asar'),
    )
    expect(names).toEqual(
      expect.arrayContaining([
        'node/node',
        'node/LICENSE',
        'tensorflow/stamp.json',
        'tensorflow/tfjs_binding.node',
        'mnist/train-images-idx3-ubyte.gz',
        'networks/mnist-unet/weights.safetensors',
        'networks/mnist-classifier/weights.safetensors',
        'licences/README.txt',
        'licences/Apache-2.0.txt',
        'licences/LGPL-3.0.txt',
        'licences/GPL-3.0.txt',
        'licences/libvips.txt',
      ]),
    )
    expect(names.filter((path) => /\.(h|hpp|a|lib|pb|py)$|include/.test(path))).toEqual([])
    for (const name of ['node/node', 'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'])
      expect(execFileSync('readelf', ['-SW', join(resources, name)]).toString(), name).not.toMatch(/\.debug_|\.symtab/)
    const everything = (readdirSync(resources, { recursive: true }) as string[]).map((path) =>
      statSync(join(resources, path)),
    )
    const megabytes = everything.reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0) / 1e6
    console.log(`packed folder without Electron: ${megabytes.toFixed(0)} MB`)
    expect(megabytes).toBeLessThan(805)
  })

  it('has the fuses set: Electron is no Node, takes no options from outside, loads only this archive, grants file: nothing', () => {
    const program = readFileSync(join(resources, '..', 'anneal'))
    const at = program.indexOf(FUSE_MARK) + FUSE_MARK.length + 2
    const [runAsNode, cookies, nodeOptions, inspect, integrity, onlyArchive, , fileProtocol] = program
      .subarray(at, at + 8)
      .toString('latin1')
    expect({ runAsNode, cookies, nodeOptions, inspect, integrity, onlyArchive, fileProtocol }).toEqual({
      runAsNode: '0',
      cookies: '1',
      nodeOptions: '0',
      inspect: '0',
      integrity: '1',
      onlyArchive: '1',
      fileProtocol: '0',
    })
  })

  it('main itself: a sandboxed window on our page alone, a run from the page to its samples, and an end that leaves nothing', async () => {
    const main = startMain(resources, archive, folder)
    try {
      // The stand-in can hear before main has opened its services.
      await expect
        .poll(() => main.tell('window').catch(() => null), { timeout: 20_000 })
        .toMatchObject({
          url: 'app://anneal/index.html',
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          permission: false,
          opens: 'deny',
        })
      const index = await main.tell('fetch', { url: 'app://anneal/index.html' })
      expect(index).toMatchObject({ status: 200, text: expect.stringContaining('<script') })
      expect(index.policy).toMatch(/default-src 'none'/)
      expect(index.policy).not.toMatch(/unsafe/)
      for (const url of ['app://anneal/../package.json', 'app://anneal/%2e%2e/main/main.js', 'app://other/index.html'])
        expect(await main.tell('fetch', { url }), url).toMatchObject({ status: 404 })

      expect(await main.ask('app/info', {}, { url: 'https://example.org/', parent: null })).toMatchObject({ ok: false })
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
      expect(await main.ask('app/info')).toMatchObject({ ok: true, value: { version, home: join(folder, 'home') } })

      const { value } = await main.ask('runs/start', { config: SAMPLE })
      const run = async () => (await main.ask('runs/get', { id: value.id })).value as Record<string, unknown>
      await expect.poll(async () => (await run()).state, { timeout: 120_000, interval: 200 }).toBe('finished')
      expect((await run()).environment).toMatchObject({ backend: 'tensorflow', anneal: version })
      expect([...main.events]).toEqual(expect.arrayContaining(['runs/changed', 'runs/tick']))

      await main.tell('close')
      expect(await main.ended, main.said()).toBe(0)
      // A child in the middle of recording a graph hears of its parent's end when its event loop turns.
      const left = () =>
        execFileSync('ps', ['-eo', 'args'])
          .toString()
          .split('\n')
          .filter((line) => line.includes(resources))
      await expect.poll(left, { timeout: 30_000 }).toEqual([])
    } finally {
      main.kill()
    }
  }, 180_000)

  describe('started on its own Node, with nothing else in reach', () => {
    let program: ReturnType<typeof installedProgram>
    let environment: Record<string, string>
    const entry = (name: string) => outsideArchive(join(archive, 'out', 'main', `${name}.js`))

    beforeAll(() => {
      program = installedProgram(resources)
      const bare = { PATH: '/nowhere', HOME: folder, ANNEAL_CACHE: join(folder, 'cache'), ...program.environment }
      environment = { ...bare, ...engineEnvironment(bare, false) }
    })

    it('multiplies two matrices with the packed library', () => {
      const script = `
        const { createRequire } = require('node:module')
        const util = require('node:util')
        util.isNullOrUndefined ??= (value) => value == null
        const load = createRequire(${JSON.stringify(entry('engine-process'))})
        const tf = load('@tensorflow/tfjs')
        const binding = load(process.env.ANNEAL_SHIPPED_TENSORFLOW + '/tfjs_binding.node')
        load('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js')
        const { NodeJSKernelBackend } = load('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js')
        tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, 'packed'), 3)
        tf.setBackend('tensorflow').then(() => {
          const product = Array.from(tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync())
          console.log(JSON.stringify({ backend: tf.getBackend(), version: binding.TF_Version, product, node: process.execPath }))
        })`
      const said = execFileSync(program.node, ['-e', script], {
        env: environment,
        cwd: folder,
        stdio: 'pipe',
      }).toString()
      expect(JSON.parse(said)).toEqual({
        backend: 'tensorflow',
        version: '2.20.0',
        product: [19, 22, 43, 50],
        node: program.node,
      })
    })

    it('multiplies them with WebAssembly as well, where no library can be loaded', () => {
      const script = `
        const { createRequire } = require('node:module')
        const load = createRequire(${JSON.stringify(entry('engine-process'))})
        const tf = load('@tensorflow/tfjs')
        load('@tensorflow/tfjs-backend-wasm')
        tf.setBackend('wasm').then(() =>
          console.log(JSON.stringify([tf.getBackend(), ...tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync()])))`
      const said = execFileSync(program.node, ['-e', script], { env: environment, cwd: folder, stdio: 'pipe' })
      expect(JSON.parse(said.toString().trim().split('\n').at(-1)!)).toEqual(['wasm', 19, 22, 43, 50])
    })

    it('an engine samples digits with the shipped network, recording its graph in a process of its own', async () => {
      const run = join(folder, 'run')
      mkdirSync(run)
      const config = parseRunConfig({ ...SAMPLE, execution: { mode: 'graph' } })
      const networks = program.environment.ANNEAL_RESOURCES
      const network = join(networks, 'mnist-unet')
      const weights = join(network, 'weights.safetensors')
      const heard: EngineMessage[] = []
      const output: string[] = []
      const engine = startEngine(
        {
          runId: 'packed',
          config,
          folder: run,
          inputs: { 'mnist-unet': { folder: network, weights, runId: null, kind: 'shipped' } },
          home: folder,
          resume: false,
        },
        {
          environment,
          entry: entry('engine-process'),
          startProcess: startWith(program.node),
          onMessage: (message) => heard.push(message),
          onOutput: (line) => output.push(line),
        },
      )
      expect(await engine.ended, output.join('\n')).toEqual({ how: 'finished' })
      const about = heard.find((message) => message.type === 'environment')
      expect(about?.environment).toMatchObject({ backend: 'tensorflow', backendVersion: '2.20.0', mode: 'graph' })
      expect(readdirSync(run, { recursive: true })).toContain('samples/chunk-000000.npy')
    }, 180_000)

    it('a network goes out as ONNX and comes in again, by the packed runtime', async () => {
      const home = { root: folder, networks: join(folder, 'networks') }
      const startProcess = startWith(program.node)
      const entries = { entry: entry('network-process'), startProcess, environment: () => environment }
      const desk = openNetworkDesk({ home, version: 'packed', ...entries })
      const file = join(program.environment.ANNEAL_RESOURCES, 'mnist-unet', 'weights.safetensors')
      const model = { kind: 'anneal', file, card: null, brought: null } as const
      const notes = { name: 'mnist-unet', sigmas: null, licence: null, source: null }
      const out = join(folder, 'out.onnx')
      try {
        expect((await desk.ask('export', { model, notes, out })).difference).toBeLessThan(1e-5)
        const brought = await desk.ask('import', { path: out, card: {}, name: 'again' })
        expect(brought).toMatchObject({ kind: 'onnx', probe: { sound: true } })
      } finally {
        desk.close()
      }
    }, 180_000)

    it('the quick look gets ready, and the data sets are read and drawn', async () => {
      const start = startWith(program.node)
      const look = start<ToLook, FromLook>(entry('look-process'), [program.environment.ANNEAL_RESOURCES], environment)
      const first = await new Promise<FromLook>((resolve) => look.onMessage(resolve))
      look.kill()
      expect(first).toEqual({ type: 'ready' })

      const desk = start<DeskQuestion, DeskAnswer>(entry('dataset-process'), [folder], environment)
      const answer = new Promise<DeskAnswer>((resolve) =>
        desk.onMessage((message) => 'progress' in message || resolve(message)),
      )
      desk.post({ id: 1, task: 'thumbnails', input: { id: 'mnist-test' } })
      const { value } = (await answer) as { value: Uint8Array }
      desk.kill()
      expect(Buffer.from(value.subarray(1, 4)).toString()).toBe('PNG')
    }, 180_000)
  })
})

/** The packed main.js on a plain Node, the module `electron` replaced; what it is asked goes over Node's own channel. */
function startMain(resources: string, archive: string, folder: string) {
  const appPath = join(folder, 'extracted', 'resources', 'app.asar')
  extractAll(archive, appPath)
  symlinkSync(`${archive}.unpacked`, `${appPath}.unpacked`)
  const child = fork(join(appPath, 'out', 'main', 'main.js'), [], {
    execArgv: ['--import', new URL('./stand-in-main.mjs', import.meta.url).href],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: '/nowhere',
      HOME: folder,
      ANNEAL_HOME: join(folder, 'home'),
      ANNEAL_CACHE: join(folder, 'cache'),
      ANNEAL_STAND_IN_RESOURCES: resources,
      ANNEAL_STAND_IN_APP: appPath,
    },
  })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  const waiting = new Map<number, (answer: never) => void>()
  const events = new Set<string>()
  child.on(
    'message',
    ({ id, answer, event }: { id: number; answer: never; event?: { args: [[number, string][]] } }) => {
      if (event) for (const [, name] of event.args[0]) events.add(name)
      else waiting.get(id)?.(answer)
    },
  )
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  let next = 0
  const tell = <T = Record<string, unknown>>(action: string, input: unknown = {}) =>
    new Promise<T>((resolve, reject) => {
      const id = next++
      waiting.set(id, resolve as (answer: never) => void)
      child.send({ id, action, input })
      void ended.then((code) => reject(new Error(`main ended with ${code}: ${said}`)))
    })
  const page = { url: 'app://anneal/index.html', parent: null }
  const ask = (name: string, input: unknown = {}, frame: unknown = page) =>
    tell<{ ok: boolean; value: Record<string, unknown>; error: unknown }>('ask', { frame, name, input })
  return { tell, ask, ended, events, said: () => said, kill: () => child.kill('SIGKILL') }
}

type Entry = { files?: Record<string, Entry>; unpacked?: boolean; integrity?: { algorithm: string; hash: string } }

const SAMPLE = {
  kind: 'sample',
  network: 'mnist-unet',
  schedule: { family: 'karras', levels: 3, sigma_max: 20, sigma_min: 0.01, data_range: [0, 1] },
  sampler: { name: 'heun' },
  n: 8,
}

/** What the processes load: TensorFlow.js with what it requires, ONNX Runtime, SQLite, pictures, and the typeface of figures. */
const PACKAGES = [
  '@img/colour',
  '@img/sharp-libvips-linux-x64',
  '@img/sharp-linux-x64',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-data',
  '@tensorflow/tfjs-layers',
  '@tensorflow/tfjs-node-gpu',
  'better-sqlite3',
  'detect-libc',
  'google-protobuf',
  'inter-ui',
  'long',
  'onnxruntime-common',
  'onnxruntime-node',
  'seedrandom',
  'semver',
  'sharp',
]
