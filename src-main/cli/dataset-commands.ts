/** `datasets list | show | import | subset`: what data there is, and bringing in more. */
import type { Command } from 'commander'
import { z } from 'zod'
import { Refusal } from '#contract/refusal.ts'
import { subsetSpec } from '#contract/dataset.ts'
import { toCamel } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import type { Dataset } from '#datasets/dataset.ts'
import type { ImportOptions } from '#datasets/import-source.ts'
import { callerPath } from '#files/caller-path.ts'
import { addCommand, type Invocation } from './command.ts'
import { table } from './output.ts'
import { readWords, splitWords } from './words.ts'

export function addDatasetCommands(program: Command): void {
  const datasets = program.command('datasets').description('data sets: list, show, import, subset').exitOverride()
  addCommand(datasets, 'list', 'those that are there', list)
  addCommand(datasets, 'show', 'counts, classes and statistics: NAME [split=test]', show)
  addCommand(
    datasets,
    'import',
    'bring one in: PATH [name=...] [size=32 channels=3 for pictures] [split=test] [key=images labels=y float_range=[0,255] for arrays]',
    importOne,
  )
  addCommand(datasets, 'subset', 'keep part of one under a new name: NAME name=... fractions={"1":0.35}', subset)
}

const rooms = async () => ({
  ...(await import('#datasets/open-dataset.ts')),
  ...(await import('#datasets/dataset-folder.ts')),
  ...(await import('#datasets/describe-dataset.ts')),
  ...(await import('#datasets/import-source.ts')),
  ...(await import('#datasets/subset.ts')),
  ...(await import('#files/write-whole.ts')),
  home: (await import('#history/home.ts')).openHome().root,
})

async function list({ output }: Invocation): Promise<void> {
  const { listDatasets, home } = await rooms()
  const imported = (await listDatasets(home)).flatMap(({ card }) => (card ? [card] : []))
  const builtIn = ['mnist', 'mixture', 'rings', 'banana', 'texture'].map((name) => ({ name, built_in: true }))
  output.answer({ datasets: [...builtIn, ...imported] }, () =>
    table(
      ['name', 'images', 'hash'],
      [
        ...builtIn.map(({ name }) => [name, 'built in', '']),
        ...imported.map(({ name, count, hash }) => [name, String(count), hash.slice(0, 12)]),
      ],
    ),
  )
}

async function show({ words, output }: Invocation): Promise<void> {
  const { openDataset, describeDataset, home } = await rooms()
  const { file: name, pairs } = splitWords(words)
  if (!name) throw new Refusal('Name the data set to show, such as mnist.', { field: 'name' })
  const { split = 'train' } = readWords(pairs) as { split?: 'train' | 'test' }
  const description = describeDataset(await openDataset({ name, split }, { home }))
  output.answer(description, () => JSON.stringify(description, null, 2))
}

/** A CIFAR-10 folder holds two sets; both come in, as cifar10-train and cifar10-test. */
async function importOne({ words, output }: Invocation): Promise<void> {
  const { readSource, home, saveDataset, writeWhole } = await rooms()
  const { file, pairs } = splitWords(words)
  if (!file) throw new Refusal('Name the file or folder to import.', { field: 'path' })
  const path = callerPath(file)
  const given = importOptions(readWords(pairs))
  const onPassedOver = (names: string[]) =>
    output.note(
      `${names.length} files passed over, which are no pictures: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''}`,
    )
  const onProgress = (done: number, total: number) => output.progress(`${done}/${total} images`)
  const first = await readSource(path, { ...given, onProgress, onPassedOver })
  const both = first.name.startsWith('cifar10') && given.name === undefined && given.split === undefined
  const all: Dataset[] = both
    ? [
        { ...first, name: 'cifar10-train' },
        { ...(await readSource(path, { split: 'test' })), name: 'cifar10-test' },
      ]
    : [first]
  for (const dataset of all) await saveDataset(home, dataset, writeWhole)
  answerWith(all, output)
}

const importWords = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  size: z.number().int().min(1).max(4096).optional(),
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  kernel: z.enum(['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3']).optional(),
  split: z.enum(['train', 'test']).optional(),
  layout: z.enum(['nhwc', 'nchw']).optional(),
  float_range: z.tuple([z.number(), z.number()]).optional(),
  /** Array of the images within a .npz; labels: an array within it, or a file beside a .npy or IDX file. */
  key: z.string().min(1).optional(),
  labels: z.string().min(1).optional(),
  labels_path: z.string().min(1).optional(),
  classes: z.array(z.coerce.string()).optional(),
})

function importOptions(words: unknown): ImportOptions {
  const { float_range: floatRange, labels_path, ...rest } = parse(importWords, words, 'Import')
  const isFile = rest.labels !== undefined && /\.(npy|gz)$|ubyte$/i.test(rest.labels)
  const beside = labels_path ?? (isFile ? rest.labels : undefined)
  return { ...rest, floatRange, labels: isFile ? undefined : rest.labels, labelsPath: beside && callerPath(beside) }
}

async function subset({ words, output }: Invocation): Promise<void> {
  const { openDataset, subsetOf, home, saveDataset, writeWhole } = await rooms()
  const { file: source, pairs } = splitWords(words)
  if (!source) throw new Refusal('Name the data set to take a part of.', { field: 'source' })
  const { name, ...spec } = readWords(pairs)
  if (typeof name !== 'string') throw new Refusal('Give the part a name: name=...', { field: 'name' })
  const chosen = toCamel(parse(subsetSpec, spec, 'Subset'))
  const part = { ...subsetOf(await openDataset({ name: source }, { home }), chosen), name }
  await saveDataset(home, part, writeWhole)
  answerWith([part], output)
}

function answerWith(datasets: readonly Dataset[], output: Invocation['output']): void {
  const cards = datasets.map(({ name, hash, count, height, width, channels, classes }) => {
    return { name, hash, count, height, width, channels, classes }
  })
  output.answer({ datasets: cards }, () =>
    cards.map(({ name, count, hash }) => `${name}: ${count} images, hash ${hash}`).join('\n'),
  )
}
