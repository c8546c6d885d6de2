/**
 * What the doctor says beside what comes out: families x samplers x sigma_1 on the shipped network, then its fix followed. Prints a
 * Markdown table. `npm run bench -- doctor [n=16] [only=langevin]`: some 40 minutes on two cores.
 */
import { tmpdir } from 'node:os'
import { openCompute } from '#compute/backend.ts'
import { quantise } from '#contract/quantise.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { factsOf } from '#datasets/service/dataset-facts.ts'
import { classify } from '#diffusion/classifier/classifier.ts'
import { sampleChunks } from '#diffusion/samplers/sample.ts'
import type { SamplerChoice } from '#diffusion/samplers/samplers.ts'
import { openLookRooms, shippedModel } from '#engine/look/look-room.ts'
import { resourcesFolder } from '#program/folders.ts'
import { followed } from '#theory/grids/doctor/followed.ts'
import { judge } from '#theory/grids/doctor/judgement.ts'
import type { Patient } from '#theory/grids/doctor/findings.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import { sigmaSequence, type ScheduleSpec } from '#theory/grids/sequences.ts'

const word = (name: string) => process.argv.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
const N = Number(word('n') ?? 16)
const LEVELS = 18
const SIGMA_1 = [0.5, 17, 50]
/** The report's cosine is of 1 at most and is stretched to larger sigmas; the VP families have those of their betas. */
const FAMILIES = ['geometric', 'linear', 'cosine', 'sigmoid', 'karras', 'vp-linear', 'vp-cosine'] as const
const FRAME = 2

type Seen = { confidence: number; confident: number; noise: number }
type Row = {
  family: string
  sampler: string
  sigmas: string
  says: string
  seen: Seen
  followed: string
  after: Seen | null
}

const compute = await openCompute()
const rooms = openLookRooms(compute, resourcesFolder(), tmpdir())
const room = await rooms.of({ model: shippedModel(resourcesFolder()), weights: 'ema' })
const facts = await factsOf(await openDataset({ name: 'mnist' }, { home: tmpdir() }))
const known = new Map<string, Seen>()

const trained = { sigmaMin: 0.065, sigmaMax: 12.58, dataRange: [0, 1] as [0, 1], scales: true }
const patientOf = (sigmas: Float64Array, sampler: SamplerChoice): Patient => ({
  sigmas,
  sampler: sampler.name as Patient['sampler'],
  dataRange: [0, 1],
  dataStd: facts.std,
  dimension: facts.dimension,
  largestDistance: facts.distances.max,
  spectrum: facts.spectrum!,
  trained,
  ...(sampler.name === 'langevin' && { langevin: { eps: sampler.eps, inner: sampler.inner } }),
})

/** Mean of the classifier's largest probability, its share from .9 on, and the noise in a frame that every digit leaves black. */
async function see(sigmas: Float64Array, sampler: SamplerChoice): Promise<Seen> {
  const key = JSON.stringify([Array.from(sigmas), sampler])
  const found = known.get(key)
  if (found) return found
  const { network, denoised, classifier } = room
  const { height, width } = network.shape
  const images = new Float32Array(N * height * width)
  await sampleChunks({
    tf: compute.tf, denoiser: denoised, sampler, levels: levelsFrom(sigmas), process: null, n: N, chunk: N, seed: 0,
    shape: network.shape, dataRange: null, onChunk: ({ images: done, from }) => void images.set(done, from * height * width),
  }) // prettier-ignore
  const { probabilities } = classify(compute.tf, classifier!, quantise(images, [0, 1], [0, 1]))
  const sure = Array.from({ length: N }, (_, i) => Math.max(...probabilities.slice(10 * i, 10 * i + 10)))
  let [squares, count] = [0, 0]
  images.forEach((value, at) => {
    const [y, x] = [Math.floor(at / width) % height, at % width]
    if (y >= FRAME && y < height - FRAME && x >= FRAME && x < width - FRAME) return
    squares += value ** 2
    count++
  })
  const seen = {
    confidence: sure.reduce((sum, one) => sum + one, 0) / N,
    confident: sure.filter((one) => one >= 0.9).length / N,
    noise: Math.sqrt(squares / count),
  }
  known.set(key, seen)
  return seen
}

const SAMPLERS: readonly SamplerChoice[] = [
  { name: 'heun', sChurn: 0, sTmin: 0, sTmax: 1e9, sNoise: 1 },
  // As the published defaults for CIFAR-10 with 232 levels have them.
  { name: 'langevin', eps: 6.2e-6, inner: 5, convention: 'code', denoise: true },
]
const say = ({ confidence, confident, noise }: Seen) =>
  `${confidence.toFixed(2)} / ${Math.round(100 * confident)} % / ${noise.toFixed(3)}`
process.stdout.write(
  '| family | sampler | levels | the doctor | confidence / from .9 / noise | followed | then |\n|---|---|---|---|---|---|---|\n',
)
for (const sampler of SAMPLERS.filter(({ name }) => name === (word('only') ?? name)))
  for (const family of FAMILIES)
    for (const sigmaMax of SIGMA_1) {
      const sigmas = levelsOf(family, sigmaMax)
      const patient = patientOf(sigmas, sampler)
      const serious = judge(patient).findings.filter(({ level }) => level !== 'note')
      const seen = await see(sigmas, sampler)
      const better = serious.length > 0 ? followed(patient) : null
      const after = better && (await see(Float64Array.from(better.patient.sigmas), withSteps(sampler, better.patient)))
      const left = better ? judge(better.patient).findings.filter(({ level }) => level !== 'note').length : 0
      const row: Row = {
        family, sampler: sampler.name, sigmas: `${short(sigmas[0])} to ${short(sigmas.at(-1)!)}`,
        says: serious.map(({ code }) => code).join(', ') || 'sound', seen,
        followed: better ? `${better.labels.join('; ')}${left ? ` (${left} left)` : ''}` : '', after,
      } // prettier-ignore
      process.stdout.write(
        `| ${[row.family, row.sampler, row.sigmas, row.says, say(seen), row.followed, after ? say(after) : ''].join(' | ')} |\n`,
      )
    }
process.exit(0)

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
/** A VP list has no sigma_1 to set: it is cut where it first comes below, and whole for the largest. */
function levelsOf(family: (typeof FAMILIES)[number], sigmaMax: number): Float64Array {
  if (family.startsWith('vp')) {
    const sigmas = sigmaSequence({ family, levels: LEVELS } as ScheduleSpec)
    return sigmaMax >= 50 ? sigmas : sigmas.filter((sigma) => sigma <= sigmaMax)
  }
  const stretch = family === 'cosine' ? Math.max(1, sigmaMax) : 1
  const ends = { sigmaMax: sigmaMax / stretch, sigmaMin: 0.01 / stretch }
  const spec = { family, levels: LEVELS, ...ends, ...(family === 'karras' && { rho: 7 }) } as unknown as ScheduleSpec
  return sigmaSequence(spec).map((sigma) => stretch * sigma)
}
function withSteps(sampler: SamplerChoice, { langevin }: Patient): SamplerChoice {
  return sampler.name === 'langevin' && langevin ? { ...sampler, ...langevin } : sampler
} // prettier-ignore
