/** The arms of a study as they are measured: their samples, features and classes, each had once. */
import { basename, dirname } from 'node:path'
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
import type { ImageShape } from '#diffusion/networks/network.ts'
import { readRunFolder, type RunFolder } from '#history/run-folder.ts'
import type { Features } from '#theory/statistics/features.ts'
import { type Factored, factored } from '#theory/statistics/frechet-features.ts'
import { openClassifier } from '../classifier-file.ts'
import { toUnit, UNIT } from '../judge.ts'
import { classifierFeatures, type FeatureNetwork, openInception } from '../judging/feature-network.ts'
import { featuresOf } from '../judging/features-of.ts'
import { type Pictures, picturesInMemory, picturesOfDataset } from '../judging/pictures.ts'
import { readSamples } from '../sample-files.ts'
import { hashFile } from '../weights-file.ts'

export type FeatureKind = 'inception' | 'classifier'
export type ArmSamples = { images: Float32Array; shape: ImageShape; range: readonly [number, number]; n: number }
export type Tell = (stage: string, done: number, of: number) => Promise<void>
export type MeasureRoom = ReturnType<typeof openArms>

export function openArms(task: MeasureTask, compute: Compute, signal: AbortSignal, tell: Tell) {
  const { tf } = compute
  const algebra = float64Algebra(tf)
  const networks = new Map<FeatureKind, Promise<FeatureNetwork>>()
  let classifier: Classifier | null = null

  const once = <T>(make: (arm: Arm) => T) => {
    const had = new Map<string, T>()
    return (arm: Arm): T => {
      if (!had.has(arm.name)) had.set(arm.name, make(arm))
      return had.get(arm.name)!
    }
  }
  const openJudge = (): Classifier => (classifier ??= openClassifier(tf, task.classifier))
  const network = (kind: FeatureKind): Promise<FeatureNetwork> => {
    if (!networks.has(kind))
      networks.set(
        kind,
        kind === 'inception'
          ? openInception(task.resize)
          : Promise.resolve(classifierFeatures(tf, openJudge(), hashFile(task.classifier))),
      )
    return networks.get(kind)!
  }

  /** Samples of all runs of an arm, in their order; a study compares sample by sample, so that none may be left out. */
  const samples = once((arm: Arm): ArmSamples => {
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

  const labels = once((arm: Arm): number[] => {
    const { images, range } = samples(arm)
    const { probabilities } = classify(tf, openJudge(), quantise(toUnit(images, range), UNIT))
    return classesFound({ probabilities, classes: openJudge().classes.length })
  })

  async function read(pictures: Pictures, kind: FeatureKind, name: string): Promise<Features> {
    const tick = ({ done, count }: { done: number; count: number }) => tell(`features of ${name}`, done, count)
    const { rows, width } = await featuresOf(pictures, await network(kind), task.home, { signal, tick })
    return { rows, d: width, name }
  }
  const features: Record<FeatureKind, (arm: Arm) => Promise<Features>> = {
    inception: once((arm) => read(picturesOf(arm), 'inception', arm.name)),
    classifier: once((arm) => read(picturesOf(arm), 'classifier', arm.name)),
  }
  const picturesOf = (arm: Arm): Pictures => {
    const { images, shape, range } = samples(arm)
    return picturesInMemory(arm.name, images, shape, range)
  }

  let opened: Promise<Dataset> | null = null
  function reference(): Promise<Dataset> {
    if (!task.reference) throw new Refusal('This study names no reference.', { field: 'reference' })
    return (opened ??= openDataset(toCamel(task.reference), { home: task.home }))
  }
  const references = new Map<FeatureKind, Promise<Factored>>()
  function referenceOf(kind: FeatureKind): Promise<Factored> {
    const make = async () => {
      const known = await read(picturesOfDataset(await reference()), kind, 'the reference')
      return factored(known, { algebra, divisor: divisorOf(kind) })
    }
    if (!references.has(kind)) references.set(kind, make())
    return references.get(kind)!
  }

  return {
    tf,
    algebra,
    tell,
    home: task.home,
    samples,
    labels,
    features: (kind: FeatureKind, arm: Arm) => features[kind](arm),
    reference,
    referenceOf,
    classes: () => openJudge().classes,
    runs: once((arm: Arm): RunFolder[] => arm.runs.map(({ folder }) => readFolder(folder))),
  }
}

/** FID divides by n - 1 as published, our own distance by n as everywhere here. */
export const divisorOf = (kind: FeatureKind) => (kind === 'inception' ? 'n-1' : 'n')

const readFolder = (folder: string): RunFolder => readRunFolder(dirname(folder), basename(folder))

function rangeOf(folder: string): readonly [number, number] {
  const { config } = readFolder(folder)
  return (config.kind === 'sample' && config.schedule.data_range) || UNIT
}
