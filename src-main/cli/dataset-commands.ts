/** `datasets list | show | import | subset`: what data there is, and bringing in more. */
import type { Command } from 'commander'
import { z } from 'zod'
import { importSpec, type ImportFields } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import { datasetSpec, subsetSpec } from '#contract/dataset.ts'
import { toCamel } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import type { Dataset } from '#datasets/dataset.ts'
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
    'bring one in: PATH [name=...] [size=32 channels=1 grey=bt601 alpha=black for pictures] [layout=nhwc float_range=[0,255] key=images labels=y classes=[a,b] for arrays] [transpose=true] [split=test]',
    importOne,
  )
  addCommand(datasets, 'subset', 'keep part of one under a new name: NAME name=... fractions={"1":0.35}', subset)
}

const rooms = async () => ({
  ...(await import('#datasets/open-dataset.ts')),
  ...(await import('#datasets/dataset-names.ts')),
  ...(await import('#datasets/dataset-folder.ts')),
  ...(await import('#datasets/describe-dataset.ts')),
  ...(await import('#datasets/import-source.ts')),
  ...(await import('#datasets/subset.ts')),
  ...(await import('#files/write-whole.ts')),
  home: (await import('#history/home.ts')).openHome().root,
})

async function list({ output }: Invocation): Promise<void> {
  const { listDatasets, BUILT_IN_NAMES, home } = await rooms()
  const imported = (await listDatasets(home)).flatMap(({ card }) => (card ? [card] : []))
  const builtIn = BUILT_IN_NAMES.map((name) => ({ name, built_in: true }))
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

const showWords = z.strictObject({ split: datasetSpec.shape.split })

async function show({ words, output }: Invocation): Promise<void> {
  const { openDataset, describeDataset, home } = await rooms()
  const { file: name, pairs } = splitWords(words)
  if (!name) throw new Refusal('Name the data set to show, such as mnist.', { field: 'name' })
  const { split } = parse(showWords, readWords(pairs), 'Show')
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
  await answerWith(all, output)
}

function importOptions(words: unknown): ImportFields {
  const { labels_path, labels, ...rest } = parse(importSpec, words, 'Import')
  const isFile = labels !== undefined && /\.(npy|gz)$|ubyte$/i.test(labels)
  const beside = labels_path ?? (isFile ? labels : undefined)
  return toCamel({
    ...rest,
    ...(labels !== undefined && !isFile && { labels }),
    ...(beside !== undefined && { labels_path: callerPath(beside) }),
  })
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
  await answerWith([part], output)
}

async function answerWith(datasets: readonly Dataset[], output: Invocation['output']): Promise<void> {
  const { describeDataset } = await import('#datasets/describe-dataset.ts')
  const { readingText } = await import('#datasets/reading-text.ts')
  const cards = datasets.map((dataset) => describeDataset(dataset))
  const plain = cards.map(({ classes, ...card }) => {
    return { ...card, classes: classes.map(({ name }) => name), classCounts: classes.map(({ count }) => count) }
  })
  output.answer({ datasets: plain }, () => cards.map(readingText).join('\n'))
}
