/** The arms of a study as they are measured: their samples, features and classes, each had once. */
import { basename, dirname } from 'node:path'
import { type FeatureName, judgeRow } from '#axes/judges/judges.ts'
import type { Compute } from '#compute/backend.ts'
import { float64Algebra } from '#compute/float64-algebra.ts'
import { toCamel } from '#contract/casing.ts'
import type { Arm, MeasureTask } from '#contract/measures.ts'
import { quantise } from '#contract/quantise.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Dataset } from '#datasets/dataset.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { type Classifier, classify } from '#diffusion/classifier/classifier.ts'
import { classesFound } from '#diffusion/metrics/class-balance.ts'
import { finiteImages } from '#diffusion/metrics/finite.ts'
import type { GaussianLaw } from '#diffusion/scores/gaussian.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { readRunFolder, type RunFolder } from '#history/run-folder.ts'
import type { Features } from '#theory/statistics/features.ts'
import { type Factored, factored } from '#theory/statistics/frechet-features.ts'
import { gaussianLaw } from '../scores/gaussian-law.ts'
import { openClassifier } from '../classifier-file.ts'
import { toUnit, UNIT } from '../judge.ts'
import type { FeatureNetwork } from '../judging/feature-network.ts'
import { featuresOf } from '../judging/features-of.ts'
import { openFeatures } from '../judging/open-features.ts'
import { type Pictures, picturesInMemory, picturesOfDataset } from '../judging/pictures.ts'
import { readSamples } from '../sample-files.ts'
import { onceOfReference } from './once-of-reference.ts'

export type ArmSamples = { images: Float32Array; shape: ImageShape; range: readonly [number, number]; n: number }
export type Tell = (stage: string, done: number, of: number) => Promise<void>
export type MeasureRoom = ReturnType<typeof openArms>

export function openArms(task: MeasureTask, compute: Compute, signal: AbortSignal, tell: Tell) {
  const { tf } = compute
  const algebra = float64Algebra(tf)
  let classifier: Classifier | null = null
  const openJudge = (): Classifier => (classifier ??= openClassifier(tf, task.classifier))
  const network = onceEach((name: FeatureName): Promise<FeatureNetwork> => openFeatures(name, tf, task))

  /** Samples of all runs of an arm, in their order; a study compares sample by sample, so that none may be left out. */
  const samples = onceEach((arm: Arm): ArmSamples => {
    const runs = arm.runs.map(({ folder }) => ({ ...readSamples(folder), range: rangeOf(folder) }))
    const empty = runs.findIndex(({ count }) => count === 0)
    if (empty >= 0)
      throw new Refusal(`Run ${arm.runs[empty].number} of ${arm.name} drew no samples.`, { field: 'samples' })
    const [{ shape, range }] = runs
    const images = new Float32Array(runs.reduce((sum, run) => sum + run.images.length, 0))
    let at = 0
    for (const run of runs) {
      images.set(run.images, at)
      at += run.images.length
    }
    const size = shape.height * shape.width * shape.channels
    const { left } = finiteImages(images, size)
    if (left.length > 0)
      throw new Refusal(`${left.length} of ${images.length / size} samples of ${arm.name} are not finite.`, {
        field: 'samples',
      })
    return { images, shape, range, n: images.length / size }
  })

  const labels = onceEach((arm: Arm): number[] => {
    const { images, range } = samples(arm)
    const { probabilities } = classify(tf, openJudge(), quantise(toUnit(images, range), UNIT))
    return classesFound({ probabilities, classes: openJudge().classes.length })
  })

  async function read(pictures: Pictures, kind: FeatureName, name: string): Promise<Features> {
    const tick = ({ done, count }: { done: number; count: number }) => tell(`features of ${name}`, done, count)
    const { rows, width } = await featuresOf(pictures, await network(kind), task.home, { signal, tick })
    return { rows, d: width, name }
  }
  const features = onceEach((kind: FeatureName) => onceEach((arm: Arm) => read(picturesOf(arm), kind, arm.name)))
  const picturesOf = (arm: Arm): Pictures => {
    const { images, shape, range } = samples(arm)
    return picturesInMemory(arm.name, images, shape, range)
  }

  let opened: Promise<Dataset> | null = null
  function reference(): Promise<Dataset> {
    if (!task.reference) throw new Refusal('This study names no reference.', { field: 'reference' })
    return (opened ??= openDataset(toCamel(task.reference), { home: task.home }))
  }
  const referenceRows = onceEach(async (kind: FeatureName) =>
    read(picturesOfDataset(await reference()), kind, 'the reference'),
  )
  const referenceOf = onceEach(async (kind: FeatureName): Promise<Factored> =>
    factored(await referenceRows(kind), { algebra, divisor: judgeRow(kind).divisor }),
  )

  const law = onceOfReference((own, range) => gaussianLaw(tf, toCamel(task.reference!), own, range))
  /** The Gaussian of the reference, in units of a data range. */
  const gaussianOf = async (range: readonly [number, number]): Promise<GaussianLaw> => law(await reference(), range)

  return {
    tf,
    algebra,
    tell,
    samples,
    labels,
    features: (kind: FeatureName, arm: Arm) => features(kind)(arm),
    reference,
    referenceRows,
    gaussianOf,
    referenceOf,
    /** Those with runs, which is to say with samples. */
    arms: task.arms.filter(({ runs }) => runs.length > 0),
    classes: () => openJudge().classes,
    runs: onceEach((arm: Arm): RunFolder[] => arm.runs.map(({ folder }) => readFolder(folder))),
  }
}

/** Made once for each arm, by its name, or each kind. */
function onceEach<Of extends Arm | FeatureName, T>(make: (of: Of) => T): (of: Of) => T {
  const had = new Map<string, T>()
  return (of) => {
    const name = typeof of === 'string' ? of : of.name
    if (!had.has(name)) had.set(name, make(of))
    return had.get(name)!
  }
}

const readFolder = (folder: string): RunFolder => readRunFolder(dirname(folder), basename(folder))

function rangeOf(folder: string): readonly [number, number] {
  const { config } = readFolder(folder)
  return (config.kind === 'sample' && config.schedule.data_range) || UNIT
}
