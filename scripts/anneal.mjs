#!/usr/bin/env node
// The program `anneal`: gets packages, Node and TensorFlow ready where they are not, then hands over to src-main/cli.ts.
import { spawn } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addCudaArchive } from '../src-main/program/cuda-archive.mjs'
import { cacheFolder } from '../src-main/program/tensorflow-cache.mjs'
import { engineEnvironment } from '../src-main/program/tensorflow-library.mjs'
import { describeSetup, parseSetupArguments, setupReport, setupUsage } from './setup/command.mjs'
import { needsTensorflow } from './setup/commands.mjs'
import { ensureInception } from './setup/inception.mjs'
import { ensureNodeModules } from './setup/node-modules.mjs'
import { ensurePage } from './setup/page.mjs'
import { ensureTensorflow } from './setup/tensorflow.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const nodeModules = join(root, 'node_modules')
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

/** @returns {Promise<number>} the exit code */
async function main(/** @type {string[]} */ args) {
  if (args[0] === 'setup') return setup(args.slice(1))
  const cache = cacheFolder()
  const node = await ensureNodeModules({ root, cache, say })
  if (needsTensorflow(args, process.env)) {
    const { attempts } = await ensureTensorflow({ cache, nodeModules, say })
    if (!attempts.some(({ folder }) => folder))
      say('going on with WebAssembly, which is slower; `anneal setup` tries TensorFlow again')
  }
  if (args.find((arg) => !arg.startsWith('-')) === 'serve' && !args.includes('--help')) ensurePage({ root, node, say })
  return handOver(node, [join(root, 'src-main', 'cli.ts'), ...args])
}

async function setup(/** @type {string[]} */ args) {
  const { gpu, gpuArchive, fid, json, help } = parseSetupArguments(args)
  if (help) {
    process.stdout.write(`${setupUsage}\n`)
    return 0
  }
  const started = Date.now()
  const cache = cacheFolder()
  await ensureNodeModules({ root, cache, say })
  if (gpuArchive) await addCudaArchive({ file: resolve(process.env.INIT_CWD ?? '.', gpuArchive), cache, say })
  const record = await ensureTensorflow({ cache, nodeModules, say, gpu, retry: true })
  const fetched = fid ? await fetchInception(cache) : undefined
  const report = setupReport(record, (Date.now() - started) / 1000, fetched)
  process.stdout.write(`${json ? JSON.stringify(report) : describeSetup(report)}\n`)
  const wanted = gpu ? record.attempts.find(({ candidate }) => candidate === 'tensorflow-gpu') : undefined
  return wanted?.reason === undefined && !(fetched && 'reason' in fetched) ? 0 : 1
}

/** What failed is told with the rest; the backend is ready either way. */
const fetchInception = (/** @type {string} */ cache) =>
  ensureInception({ cache, say }).then(
    (file) => ({ file }),
    (error) => ({ reason: error instanceof Error ? error.message : String(error) }),
  )

/**
 * Runs the program in our place: same streams, its exit code ours. A terminal sends Ctrl-C to both of us, so it is passed on only
 * where there is no terminal.
 * @returns {Promise<number>}
 */
function handOver(/** @type {string} */ node, /** @type {string[]} */ args) {
  const env = { ...process.env, ...engineEnvironment(), INIT_CWD: process.env.INIT_CWD ?? process.cwd() }
  const child = spawn(node, args, { stdio: 'inherit', env })
  const terminal = process.stdin.isTTY || process.stderr.isTTY
  process.on('SIGINT', () => terminal || child.kill('SIGINT'))
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 2)))
  })
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error) => {
    say(`anneal: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  },
)
