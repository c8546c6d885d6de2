/**
 * How fast the exact oracle is: d = 3,072, N = 1,000 points, four schemes, in milliseconds, and the ratio to a numpy script of
 * the same work. Both in turn, round for round, so that whatever else the machine does falls on both; `cpu` is processor time, which
 * a busy machine blurs less. Their numbers must agree.
 * npm run bench:oracle [SPECTRUM.npy]. Prints one JSON object.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cacheFolder } from '#program/tensorflow-cache.mjs'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { readNpyVector } from '../src-renderer/theory/spectrum/npy.ts'
import { machine } from './machine.ts'

const SCHEMES = ['em', 'ei', 'euler', 'heun'] as const
const [POINTS, EPS, DIMENSIONS] = [1000, 1e-3, 3072]
const [WARM_UP, ROUNDS] = [2, 15]

type Found = Record<string, number[]>

const { spectrum, source } = spectrumOf(process.argv[2])
const script = join(import.meta.dirname, 'oracle', 'numpy_oracle.py')
const child = spawn(pythonWithNumpy(), [script], { stdio: ['pipe', 'pipe', 'inherit'] })
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
const answer = async () => {
  const { value, done } = await lines.next()
  if (done) throw new Error('the numpy script ended early')
  return JSON.parse(value)
}
child.stdin.write(`${JSON.stringify({ spectrum: [...spectrum], points: POINTS, eps: EPS, schemes: SCHEMES })}\n`)
const { numpy } = await answer()

type Pass = { ms: number; cpuMs: number; found: Found }
const passes: { ours: Pass[]; numpy: Pass[] } = { ours: [], numpy: [] }
let disagreement = 0
for (let round = -WARM_UP; round < ROUNDS; round++) {
  const ours = ourPass()
  child.stdin.write('\n')
  const theirs: Pass = await answer()
  disagreement = Math.max(disagreement, largestDifference(ours.found, theirs.found))
  if (round < 0) continue
  passes.ours.push(ours)
  passes.numpy.push(theirs)
}
child.stdin.end()
if (!(disagreement < 1e-8)) throw new Error(`the two do not compute the same: they differ by ${disagreement}`)

const [ours, theirs] = [summary(passes.ours), summary(passes.numpy)]
console.log(
  JSON.stringify(
    {
      d: spectrum.length,
      points: POINTS,
      schemes: SCHEMES,
      spectrum: source,
      rounds: ROUNDS,
      oursMs: ours,
      numpyMs: theirs,
      numpyOverOurs: {
        wallMin: rounded(theirs.wall.min / ours.wall.min),
        wallMedian: rounded(theirs.wall.median / ours.wall.median),
        cpuMedian: rounded(theirs.cpu.median / ours.cpu.median),
      },
      largestRelativeDifference: disagreement,
      numpy,
      machine: machine(),
    },
    null,
    2,
  ),
)

function ourPass(): Pass {
  const vpLinear = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 } as const
  const [begun, before] = [performance.now(), process.cpuUsage()]
  const answers = SCHEMES.map((scheme) =>
    gaussianErrors({ spectrum, process: vpLinear, scheme, points: POINTS, eps: EPS }),
  )
  const ms = performance.now() - begun
  const { user, system } = process.cpuUsage(before)
  const found = answers.map((one) => [one.w2, one.initialisation, one.discretisation, one.truncation])
  return {
    ms,
    cpuMs: (user + system) / 1000,
    found: Object.fromEntries(SCHEMES.map((scheme, i) => [scheme, found[i]])),
  }
}

/** Relative to each number, or to 1e-6 where an error is next to nothing. */
function largestDifference(a: Found, b: Found): number {
  const pairs = SCHEMES.flatMap((scheme) => a[scheme].map((value, i) => [value, b[scheme][i]]))
  return pairs.reduce((most, [x, y]) => Math.max(most, Math.abs(x - y) / Math.max(Math.abs(x), 1e-6)), 0)
}

function summary(of: readonly Pass[]) {
  return {
    wall: spread(of.map(({ ms }) => ms)),
    cpu: spread(of.map(({ cpuMs }) => cpuMs)),
  }
}
function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: rounded(sorted[0]), median: rounded(sorted[Math.floor(sorted.length / 2)]) }
}
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

/** The file asked for, else CIFAR-10's where it lies beside the project, else a power law that looks like it. */
function spectrumOf(file: string | undefined): { spectrum: Float64Array; source: string } {
  const besides = join(import.meta.dirname, '..', '..', 'shared', 'data', 'cifar10_covariance_eigenvalues.npy')
  const chosen = file ?? (existsSync(besides) ? besides : null)
  if (chosen) {
    const bytes = readFileSync(chosen)
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    return { spectrum: readNpyVector(buffer), source: file ?? 'CIFAR-10' }
  }
  const spectrum = Float64Array.from({ length: DIMENSIONS }, (_, j) => 220 * (j + 1) ** -1.6)
  return { spectrum, source: 'power law 220 j^-1.6' }
}

/** The interpreter of the benches' environment in the cache, with numpy; set up where it is not yet. */
function pythonWithNumpy(): string {
  const windows = process.platform === 'win32'
  const folder = join(cacheFolder(), 'bench', 'venv')
  const python = join(folder, windows ? 'Scripts/python.exe' : 'bin/python')
  const works = () => spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0
  if (works()) return python
  process.stderr.write(`setting up numpy in ${folder}\n`)
  spawnSync(windows ? 'python' : 'python3', ['-m', 'venv', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  spawnSync(python, ['-m', 'pip', 'install', '--quiet', 'numpy'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (!works()) throw new Error('There is no numpy: install python3 with its venv module, or see what pip said above.')
  return python
}
