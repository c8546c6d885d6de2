/** Fits a schedule to a score and a sampler, and judges it on starts that it has not seen, beside Karras' levels. */
import type { Compute } from '#compute/backend.ts'
import { toCamel } from '#contract/casing.ts'
import type { CalibrateOptions, Calibration, CalibrationRow } from '#contract/calibration.ts'
import { CALIBRATION_METHOD_NAMES } from '#axes/calibration-methods.ts'
import { Refusal } from '#contract/refusal.ts'
import { endPoints, rmsDifference, rmsInterval, rmsOf, squaredDistances } from '#diffusion/calibration/judge.ts'
import { CALIBRATE, type Calibrating } from '#diffusion/calibration/methods.ts'
import { refuseNoise } from '#diffusion/calibration/stand.ts'
import { runTeacher } from '#diffusion/calibration/teacher.ts'
import { startNoise } from '#diffusion/samplers/noise.ts'
import { chooseSampler, samplerOf, type SamplerChoice } from '#diffusion/samplers/samplers.ts'
import { walk } from '#diffusion/samplers/walk.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import { karrasLevels } from '#theory/calibration/karras-levels.ts'
import { levelsFrom, sigmasOf } from '#theory/grids/levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import type { OpenScore } from '../scores/opened.ts'

export type CalibrateRoom = {
  compute: Compute
  score: OpenScore
  /** As it is best evaluated here. */
  denoised: Denoiser
  says: string
  data: Pick<Calibrating, 'loss' | 'spectrum'>
  tell(stage: string, done: number, of: number): void
}
export type CalibrateAsked = Omit<CalibrateOptions, 'network' | 'weights' | 'score' | 'data' | 'save'> & {
  teacher: number
  refine: number
  sigma_max: number
  sigma_min: number
}

export async function calibrate(room: CalibrateRoom, asked: CalibrateAsked): Promise<Calibration> {
  const began = performance.now()
  const { compute, score, denoised: denoiser, tell } = room
  const { tf } = compute
  const { shape, dataRange } = score
  const { levels, n, batch, seed, sigma_max: sigmaMax, sigma_min: sigmaMin } = asked
  const halfWidth = (dataRange[1] - dataRange[0]) / 2
  const sampler = toCamel(asked.sampler) as SamplerChoice
  if (levels > asked.teacher)
    throw new Refusal(
      `levels: ${levels} cannot be chosen from a fine run of ${asked.teacher}: ask for fewer, or for more of it with teacher=.`,
      { field: 'levels' },
    )
  const samples = Array.from({ length: batch }, (_, i) => i)
  const start = startNoise({ tf, seed, samples, shape }, { start: 'normal', sigma: sigmaMax, dataRange })
  try {
    await refuseStochastic(room, sampler, sigmaMax)
    const run = { tf, denoiser, start, sigmaMax, sigmaMin, count: asked.teacher, refine: asked.refine }
    const teacher = await runTeacher({ ...run, tick: (done, of) => tell('fine run', done, of) })
    try {
      const judge = await openJudge(room, asked, sampler, teacher.states.at(-1)!.dataSync() as Float32Array)
      const fitted: CalibrationRow[] = []
      for (const method of asked.method === 'all' ? CALIBRATION_METHOD_NAMES : [asked.method]) {
        const from = performance.now()
        const tick = (done: number, of: number) => tell(method, done, of)
        const flow = { tf, denoiser, sampler }
        const sigmas = await CALIBRATE[method]({ flow, teacher, levels, halfWidth, ...room.data, tick })
        const seconds = (performance.now() - from) / 1000
        fitted.push({ method, ...(await judge.held(sigmas)), chosen_on: await judge.seen(sigmas), seconds })
      }
      // by the starts that were looked at, so that those held out say nothing of the choice
      const rows = fitted.toSorted((a, b) => a.chosen_on - b.chosen_on)
      const [best] = rows
      const current = asked.current ? await judgedList(asked, score, judge.held) : null
      const { hash } = score
      return {
        method: best.method,
        sigmas: best.sigmas,
        error: best.error,
        karras: { ...judge.karras.error, sigmas: judge.karras.sigmas, difference: best.difference },
        current,
        teacher_error: judge.teacherError,
        limits: limitsOf(best, judge.teacherError),
        rows,
        score: { says: room.says, hash, data_range: [...dataRange] as unknown as Calibration['score']['data_range'] },
        sampler: asked.sampler,
        levels,
        nfe: samplerOf(sampler).nfe(levels, sampler),
        n,
        batch,
        teacher: { levels: asked.teacher, nfe: judge.teacherNfe },
        seed,
        seconds: (performance.now() - began) / 1000,
      }
    } finally {
      teacher.dispose()
    }
  } finally {
    start.dispose()
  }
}

/** A step on one image: a sampler that asks for noise is refused before anything is measured. */
async function refuseStochastic(
  { compute: { tf }, denoised, score }: CalibrateRoom,
  sampler: SamplerChoice,
  sigmaMax: number,
) {
  const { height, width, channels } = score.shape
  const image = tf.zeros<import('@tensorflow/tfjs').Rank.R4>([1, height, width, channels])
  if (samplerOf(sampler).needsDensity) refuseNoise(sampler)
  try {
    const { sample } = samplerOf(sampler)
    const noise = () => refuseNoise(sampler)
    const levels = levelsFrom([sigmaMax, sigmaMax / 2])
    const { x } = await walk<SamplerChoice>({
      tf,
      sampler: sample,
      parameters: sampler,
      denoiser: denoised,
      levels,
      start: image,
      noise,
    })
    x.dispose()
  } finally {
    image.dispose()
  }
}

/** Ends of the fine run, and of one of half its steps, on starts of another seed; then any list of levels against them. */
async function openJudge(room: CalibrateRoom, asked: CalibrateAsked, sampler: SamplerChoice, seenEnds: Float32Array) {
  const { compute, score, denoised, tell } = room
  const { n, batch, seed, levels, teacher, refine, sigma_max: sigmaMax, sigma_min: sigmaMin } = asked
  const common = { tf: compute.tf, denoiser: denoised, shape: score.shape, chunk: batch }
  const heldOut = { ...common, n, seed: seed + 1 }
  const fine = (count: number, stage: string) =>
    endPoints(
      { ...heldOut, sampler: chooseSampler('heun'), levels: levelsFrom(karrasLevels(count, sigmaMax, sigmaMin)) },
      (done, of) => tell(stage, done, of),
    )
  const steps = refine * (teacher - 1) + 1
  const ends = await fine(steps, 'fine run, held out')
  const half = await fine(Math.max(2, Math.ceil(steps / 2)), 'its own error')
  const teacherError = rmsOf(squaredDistances(ends, half, n))
  if (!Number.isFinite(teacherError))
    throw new Refusal('The fine run is not finite on the held-out starts: the score is not, somewhere on the way.', {
      field: 'sigma_max',
    })
  const squares = async (sigmas: readonly number[]) =>
    squaredDistances(await endPoints({ ...heldOut, sampler, levels: levelsFrom(sigmas) }), ends, n)
  const karras = karrasLevels(levels, sigmaMax, sigmaMin)
  const karrasSquares = await squares(karras)
  const held = async (sigmas: readonly number[]) => {
    const found = await squares(sigmas)
    if (!found.every(Number.isFinite))
      throw new Refusal(`The sampler is not finite along the levels found (${sigmas.length} from ${sigmas[0]}).`, {
        field: 'sampler',
      })
    return {
      sigmas: [...sigmas],
      error: rmsInterval(found, seed),
      difference: await rmsDifference(found, karrasSquares, seed),
    }
  }
  return {
    held,
    async seen(sigmas: readonly number[]) {
      const found = await endPoints({ ...common, n: batch, seed, sampler, levels: levelsFrom(sigmas) })
      return rmsOf(squaredDistances(found, seenEnds, batch))
    },
    karras: { sigmas: karras, error: rmsInterval(karrasSquares, seed) },
    teacherError,
    teacherNfe: 2 * steps - 1,
  }
}

type Held = Awaited<ReturnType<typeof openJudge>>['held']

/** The list that is in use now, in the score's units. */
function judgedList({ current }: CalibrateAsked, { dataRange }: OpenScore, held: Held) {
  const spec = toCamel(current!)
  const range = spec.dataRange
  if (range && (range[0] !== dataRange[0] || range[1] !== dataRange[1]))
    throw new Refusal(
      `current: its sigmas are for data in [${range.join(', ')}], the score's for [${dataRange.join(', ')}]. Give it in those.`,
      { field: 'current.data_range' },
    )
  return held(sigmasOf(scheduleLevels(spec)))
}

/** What the figures do not show, in words. */
function limitsOf({ error, difference }: CalibrationRow, teacherError: number): string[] {
  const limits: string[] = []
  if (difference.p > 0.05) limits.push('Not told apart from Karras on these starts: take more with n=.')
  if (difference.value > 0 && difference.p <= 0.05) limits.push('Farther from the fine run than Karras.')
  if (teacherError > 0.5 * error.value)
    limits.push(
      `The fine run itself moves by ${teacherError.toPrecision(2)} when its steps are doubled, so errors near that are not resolved: take a larger teacher= or refine=.`,
    )
  else if (Math.abs(difference.value) < teacherError)
    limits.push('The difference from Karras is less than what the fine run itself moves by when its steps are doubled.')
  return limits
}
