/** A part of a dataset: chosen classes, class shares, so many of each or in all. Seeded, and always in the source's order. */
import { Refusal } from '#contract/refusal.ts'
import { permutation, STREAMS } from '#theory/noise/philox.ts'
import { countPerClass } from './class-counts.ts'
import { makeDataset, type Dataset } from './dataset.ts'

/** At most one of `fractions`, `proportions` and `perClass`. `classes` comes first, `n` last. */
export type SubsetSpec = {
  /** Names of the classes that stay. The list of classes and every label keep their meaning. */
  classes?: readonly string[]
  /** Share of a class that stays, rounded down ({ '1': 0.35 } of MNIST's 6742 ones: 2359); classes not named stay whole. */
  fractions?: Readonly<Record<string, number>>
  /** Shares to end with, summing to 1; classes not named go. Without `n`, as many images as there can be. */
  proportions?: Readonly<Record<string, number>>
  /** Images of each class. */
  perClass?: number
  /** Images in all, drawn without regard to class unless `proportions` are given. */
  n?: number
  seed?: number
}

/**
 * The subset as a dataset of its own, with lineage. Every class is cut from one seeded order of its images, so that under
 * one seed a smaller share is a part of a larger.
 */
export function subsetOf(dataset: Dataset, spec: SubsetSpec): Dataset {
  const seed = spec.seed ?? 0
  const { pixels, labels } = dataset
  const indices = chosenIndices(dataset, spec, seed)
  if (indices.length === 0)
    throw new Refusal('subset: nothing of the data is left. Choose larger shares.', { field: 'subset' })
  const size = dataset.height * dataset.width * dataset.channels
  const kept =
    pixels instanceof Uint8Array ? new Uint8Array(indices.length * size) : new Float32Array(indices.length * size)
  for (const [i, index] of indices.entries()) kept.set(pixels.subarray(index * size, (index + 1) * size), i * size)
  return makeDataset({
    ...dataset,
    name: dataset.name.endsWith('-subset') ? dataset.name : `${dataset.name}-subset`,
    pixels: kept,
    labels: labels && Uint8Array.from(indices, (index) => labels[index]),
    lineage: { sourceName: dataset.name, sourceHash: dataset.hash, step: 'subset', spec: { ...spec, seed } },
  })
}

/** Images in each class that `subsetOf` would keep; refuses what it would. */
export function subsetCounts(dataset: Dataset, spec: SubsetSpec): number[] {
  const counts = dataset.classes.map(() => 0)
  const { labels } = dataset
  for (const index of chosenIndices(dataset, spec, spec.seed ?? 0)) if (labels) counts[labels[index]]++
  return counts
}

function chosenIndices(dataset: Dataset, spec: SubsetSpec, seed: number): Uint32Array {
  const all: Uint32Array = Uint32Array.from({ length: dataset.count }, (_, i) => i)
  const byClass = (['fractions', 'proportions', 'perClass'] as const).filter((key) => spec[key] !== undefined)
  if (byClass.length > 1) throw refuse(byClass[1], `cannot go with ${fieldName(byClass[0])}. Give one of them.`)
  if (spec.perClass !== undefined && spec.n !== undefined)
    throw refuse('n', 'cannot go with per_class. Give one of them.')
  let pool = all
  if (spec.classes || byClass.length) {
    const { labels } = dataset
    if (!labels)
      throw refuse(spec.classes ? 'classes' : byClass[0], `needs classes, and ${dataset.name} has none. Use n.`)
    const quotas = classQuotas(dataset, spec)
    const members = quotas.map(() => [] as number[])
    for (const [i, label] of labels.entries()) members[label].push(i)
    const parts = members.map((part, label) =>
      firstOf(Uint32Array.from(part), quotas[label], { seed, sample: 1 + label }),
    )
    pool = Uint32Array.from(parts.flatMap((part) => [...part]))
  }
  if (spec.n !== undefined && !spec.proportions) {
    if (!(Number.isInteger(spec.n) && spec.n >= 1)) throw refuse('n', `must be a whole number above 0, got ${spec.n}.`)
    if (spec.n > pool.length)
      throw refuse('n', `is ${spec.n}, and only ${pool.length} images are there. Ask for fewer.`)
    pool = firstOf(pool.toSorted(), spec.n, { seed, sample: 0 })
  }
  return pool.toSorted()
}

/** The first `count` of `items` in their seeded order. */
function firstOf(items: Uint32Array, count: number, key: { seed: number; sample: number }): Uint32Array {
  if (count === items.length) return items
  const order = permutation({ ...key, stream: STREAMS.subset, step: 0 }, items.length)
  return order.subarray(0, count).map((i) => items[i])
}

/** How many images of each class stay. */
function classQuotas(dataset: Dataset, spec: SubsetSpec): number[] {
  const { fractions, proportions, perClass } = spec
  checkClasses(dataset, 'classes', spec.classes ?? [])
  const isChosen = (name: string) => !spec.classes || spec.classes.includes(name)
  const there = countPerClass(dataset).map((count, label) => (isChosen(dataset.classes[label]) ? count : 0))
  if (fractions) {
    checkShares(dataset, 'fractions', fractions)
    // 0.29 * 100 is 28.999...: a hair is added before rounding down.
    return there.map((count, label) => Math.floor(count * (fractions[dataset.classes[label]] ?? 1) + 1e-9))
  }
  if (proportions) {
    checkShares(dataset, 'proportions', proportions)
    return proportionalQuotas(dataset, proportions, there, spec.n)
  }
  if (perClass === undefined) return there
  if (!(Number.isInteger(perClass) && perClass >= 1))
    throw refuse('perClass', `must be a whole number above 0, got ${perClass}.`)
  return there.map((count, label) => {
    const name = dataset.classes[label]
    if (isChosen(name) && count < perClass)
      throw refuse('perClass', `is ${perClass}, and ${name} has ${count}. Ask for fewer.`)
    return isChosen(name) ? perClass : 0
  })
}

/** Largest remainders (Hamilton's method), so that the quotas sum to `n` and none is off by 1 or more. */
function proportionalQuotas(
  dataset: Dataset,
  proportions: Record<string, number>,
  there: number[],
  n?: number,
): number[] {
  const shares = dataset.classes.map((name) => proportions[name] ?? 0)
  const sum = shares.reduce((total, share) => total + share, 0)
  if (Math.abs(sum - 1) > 1e-6) throw refuse('proportions', `sum to ${sum}. Make them sum to 1.`)
  const possible = Math.floor(
    Math.min(...shares.map((share, label) => (share > 0 ? there[label] / share : Infinity))) + 1e-9,
  )
  const total = n ?? possible
  const exact = shares.map((share) => share * total)
  const quotas = exact.map((share) => Math.floor(share + 1e-9))
  const byRemainder = exact
    .map((_, label) => label)
    .toSorted((a, b) => exact[b] - quotas[b] - (exact[a] - quotas[a]) || a - b)
  const missing = total - quotas.reduce((count, quota) => count + quota, 0)
  for (const label of byRemainder.slice(0, missing)) quotas[label]++
  const short = quotas.findIndex((quota, label) => quota > there[label])
  if (short >= 0 && n === undefined) return proportionalQuotas(dataset, proportions, there, total - 1)
  if (short < 0) return quotas
  const need = `need ${quotas[short]} of ${dataset.classes[short]} for n = ${n}, and ${there[short]} are there.`
  throw refuse('proportions', `${need} At most n = ${possible} can be had.`)
}

function checkShares(dataset: Dataset, field: keyof SubsetSpec, shares: Record<string, number>): void {
  checkClasses(dataset, field, Object.keys(shares))
  for (const [name, share] of Object.entries(shares)) {
    if (!(share >= 0 && share <= 1)) throw refuse(field, `must be between 0 and 1, got ${share} for ${name}.`)
  }
}

function checkClasses(dataset: Dataset, field: keyof SubsetSpec, names: readonly string[]): void {
  const unknown = names.find((name) => !dataset.classes.includes(name))
  if (unknown === undefined) return
  throw refuse(
    field,
    `names ${unknown}, which is no class of ${dataset.name}. Its classes: ${dataset.classes.join(', ')}.`,
  )
}

const fieldName = (field: keyof SubsetSpec) => (field === 'perClass' ? 'per_class' : field)

const refuse = (field: keyof SubsetSpec, what: string) =>
  new Refusal(`subset.${fieldName(field)} ${what}`, { field: `subset.${fieldName(field)}` })
