// `anneal setup`: gets everything ready now, tries again what failed before, and says what there is.

const USAGE = `usage: anneal setup [--gpu | --gpu-archive FILE] [--fid] [--json]
Gets everything ready: the packages, and TensorFlow in the cache folder (ANNEAL_CACHE).
  --gpu               also the CUDA 12 build with NVIDIA's libraries (Linux x64, about 3 GB from the package index)
  --gpu-archive FILE  the same from the archive of a release, with FILE.sha256 beside it; no network
  --fid               also the network of FID, Inception-v3 of 2015-12-05 (87 MB from the package index)
  --json              one object on stdout at the end`

/**
 * @returns {{ gpu: boolean, gpuArchive: string | undefined, fid: boolean, json: boolean, help: boolean }} throws one sentence for an argument it
 * does not know
 */
export function parseSetupArguments(/** @type {string[]} */ args) {
  const at = args.indexOf('--gpu-archive')
  const gpuArchive = at < 0 ? undefined : args[at + 1]
  if (at >= 0 && (gpuArchive === undefined || gpuArchive.startsWith('-')))
    throw new Error('--gpu-archive needs the path of the archive')
  const others = at < 0 ? args : args.toSpliced(at, 2)
  const unknown = others.find((arg) => !['--gpu', '--fid', '--json', '--help', '-h'].includes(arg))
  if (unknown !== undefined)
    throw new Error(`unknown argument ${unknown} of setup: use --gpu, --gpu-archive, --fid or --json`)
  return {
    gpu: others.includes('--gpu'),
    gpuArchive,
    fid: others.includes('--fid'),
    json: others.includes('--json'),
    help: others.includes('--help') || others.includes('-h'),
  }
}

export const setupUsage = USAGE

/** @typedef {{ file: string } | { reason: string }} Fetched the network of FID, or why it could not be had */

/**
 * What the command prints: the backend that will be used, every way tried, and the network of FID where that was asked for.
 * @param {import('../../src-main/program/tensorflow-cache.mjs').SetupRecord} record
 * @param {number} seconds
 * @param {Fetched} [fid]
 */
export function setupReport(record, seconds, fid) {
  const best = record.attempts.find(({ folder }) => folder !== undefined)
  return {
    backend: best ? 'tensorflow' : 'wasm',
    candidate: best?.candidate ?? 'wasm',
    attempts: record.attempts,
    ...(fid && { fid }),
    seconds,
  }
}

/** The same for people. */
export function describeSetup(/** @type {ReturnType<typeof setupReport>} */ { candidate, attempts, fid }) {
  const lines = attempts.map(({ candidate, folder, reason }) => `${candidate}: ${folder ?? `passed over, ${reason}`}`)
  if (fid) lines.push('file' in fid ? `FID: ${fid.file}` : `FID: not there, ${fid.reason}`)
  return [...lines, candidate === 'wasm' ? 'wasm: used, slower; anneal setup tries again' : `ready: ${candidate}`].join(
    '\n',
  )
}
