/** The one way from a run's dataset (a name, a split, a subset) to the images. */
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import { openCifar10 } from './cifar-binary.ts'
import { listDatasets, loadDataset } from './dataset-folder.ts'
import { BUILT_IN_NAMES, importedName, isTexture } from './dataset-names.ts'
import type { Dataset } from './dataset.ts'
import { readUnasked } from './import-source.ts'
import { isLaw2d, lawDataset } from './law-dataset.ts'
import { openMnist } from './mnist.ts'
import { subsetOf } from './subset.ts'
import { textureDataset } from './texture-dataset.ts'

/** The contract's dataset as code spells it; `split` and seeds may be left out. */
export type DatasetSpec = Partial<Omit<Camel<DatasetConfig>, 'subset'>> & {
  name: string
  subset?: Partial<NonNullable<Camel<DatasetConfig>['subset']>>
}

const DEFAULT_POINTS = 10_000

/** `home` is the data folder, where imported datasets are looked for by name, or by the beginning of their hash. */
export async function openDataset(spec: DatasetSpec, { home }: { home: string }): Promise<Dataset> {
  const dataset = await openWhole(spec, home)
  return spec.subset ? subsetOf(dataset, spec.subset) : dataset
}

/** Images of the same source that stand apart from those in use; or, in a sentence, what is missing for that. */
export type TestSplit = Dataset | { missing: string }

/**
 * The test split beside `dataset`, which `spec` has opened, of the classes that its subset chooses: sizes and shares were meant for the
 * images in use. Most sources are one set whatever `split` says, so what comes back with the same content is no other split.
 */
export async function openTestSplit(
  spec: DatasetSpec,
  dataset: Dataset,
  { home }: { home: string },
): Promise<TestSplit> {
  try {
    const test = await openWhole({ ...spec, split: 'test' }, home)
    if (test.hash === dataset.hash || test.hash === dataset.lineage?.sourceHash)
      return { missing: `${test.name} has no test split beside it.` }
    const classes = chosenClasses(spec.subset)
    return classes ? subsetOf(test, { classes }) : test
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return { missing: error.message }
    throw error
  }
}

function chosenClasses({ classes, proportions }: NonNullable<DatasetSpec['subset']> = {}) {
  return proportions ? Object.keys(proportions).filter((name) => proportions[name] > 0) : classes
}

async function openWhole(spec: DatasetSpec, home: string): Promise<Dataset> {
  const { name, split = 'train', path, n, seed } = spec
  if (isTexture(name)) return textureDataset(spec)
  const ofTexture = (['size', 'channels'] as const).find((field) => spec[field] !== undefined)
  if (ofTexture)
    throw new Refusal(`${ofTexture} is of a texture, and ${name} is none. Leave it out.`, { field: ofTexture })
  if (isLaw2d(name)) return lawDataset(name, n ?? DEFAULT_POINTS, seed ?? 0)
  if (n !== undefined) {
    throw new Refusal(`n is the number of samples of a law, and ${name} is none. Use subset.n.`, { field: 'n' })
  }
  if (name === 'mnist') return openMnist(split, path)
  if (name === 'cifar10' && path) return openCifar10(path, split)
  if (path) return readUnasked(path, { name, split })
  return openImported(importedName(name, split), home)
}

async function openImported(name: string, home: string): Promise<Dataset> {
  const listed = await listDatasets(home)
  const isHash = /^[0-9a-f]{6,64}$/.test(name)
  const found = listed.filter(({ card }) => card && (card.name === name || (isHash && card.hash.startsWith(name))))
  if (found.length === 1) return loadDataset(found[0].folder)
  if (found.length > 1) {
    const hashes = found.map(({ card }) => card?.hash.slice(0, 12)).join(', ')
    throw new Refusal(`${found.length} datasets are called ${name}. Name the one you mean by its hash: ${hashes}.`, {
      field: 'dataset.name',
    })
  }
  const known = [...BUILT_IN_NAMES, ...listed.flatMap(({ card }) => card?.name ?? [])]
  const message = `There is no dataset ${name}. Known: ${known.join(', ')}.`
  throw new Refusal(`${message} Import it first, or give its folder or file with path.`, {
    field: 'dataset.name',
    code: 'not-found',
  })
}
