// `anneal setup`: gets everything ready now, tries again what failed before, and says what there is.

const USAGE = `usage: anneal setup [--gpu] [--json]
Gets everything ready: the packages, and TensorFlow in the cache folder (ANNEAL_CACHE).
  --gpu   also the CUDA 12 build with NVIDIA's libraries (Linux x64, about 3 GB)
  --json  one object on stdout at the end`

/** @returns {{ gpu: boolean, json: boolean, help: boolean }} throws one sentence for an argument it does not know */
export function parseSetupArguments(/** @type {string[]} */ args) {
  const unknown = args.find((arg) => !['--gpu', '--json', '--help', '-h'].includes(arg))
  if (unknown !== undefined) throw new Error(`unknown argument ${unknown} of setup: use --gpu or --json`)
  return {
    gpu: args.includes('--gpu'),
    json: args.includes('--json'),
    help: args.includes('--help') || args.includes('-h'),
  }
}

export const setupUsage = USAGE

/**
 * What the command prints: the backend that will be used, and every way tried.
 * @param {import('../../src-main/compute/tensorflow-cache.mjs').SetupRecord} record
 */
export function setupReport(record, /** @type {number} */ seconds) {
  const best = record.attempts.find(({ folder }) => folder !== undefined)
  return {
    backend: best ? 'tensorflow' : 'wasm',
    candidate: best?.candidate ?? 'wasm',
    attempts: record.attempts,
    seconds,
  }
}

/** The same for people. */
export function describeSetup(/** @type {ReturnType<typeof setupReport>} */ { candidate, attempts }) {
  const lines = attempts.map(({ candidate, folder, reason }) => `${candidate}: ${folder ?? `passed over, ${reason}`}`)
  return [...lines, candidate === 'wasm' ? 'wasm: used, slower; anneal setup tries again' : `ready: ${candidate}`].join(
    '\n',
  )
}
