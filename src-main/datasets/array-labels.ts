/** Labels as they stand in a file become classes: those that occur, in the order of their numbers, under their numbers or given names. */
import type { Guess } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { NpyArray } from '#files/npy.ts'

export type Labelled = { classes: string[]; labels: Uint8Array; guesses: Guess[] }

/** The most classes that a byte tells apart. */
const MOST = 256

/**
 * Whole numbers, one an image. Without names, the classes are the numbers that occur. With as many names as the labels reach (counted from
 * 0) name k is class k, whether it occurs or not; with as many as there are different labels, names go to them in order.
 */
export function classesOf(numbers: ArrayLike<number>, names: readonly string[] | undefined, file: string): Labelled {
  const occurring = [...new Set(Array.from(numbers))].toSorted((a, b) => a - b)
  if (occurring.length > MOST)
    throw new Refusal(
      `${file} has ${occurring.length} different labels, at most ${MOST} are read. Merge some, or leave images out.`,
      {
        field: 'labels',
      },
    )
  const largest = occurring.at(-1) ?? -1
  const byNumber = names !== undefined && occurring[0] >= 0 && names.length > largest
  if (names && !byNumber && names.length !== occurring.length) {
    const are = occurring.length > 8 ? `${occurring.slice(0, 7).join(', ')}, ... ${largest}` : occurring.join(', ')
    throw new Refusal(
      `classes has ${names.length} names, and ${file} has ${occurring.length} different labels (${are}). Give one name for each.`,
      {
        field: 'classes',
      },
    )
  }
  const twice = names?.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new Refusal(`classes has ${twice} twice. Give every class a name of its own.`, { field: 'classes' })
  if (byNumber) return { classes: [...names], labels: Uint8Array.from(numbers), guesses: [] }
  const place = new Map(occurring.map((number, i) => [number, i]))
  const labels = Uint8Array.from(numbers, (number) => place.get(number)!)
  const gapless = occurring.every((number, i) => number === i)
  const because = gapless
    ? `labels are ${occurring[0]} to ${largest}`
    : `labels are ${occurring[0]} to ${largest}; numbers without an image are no class`
  return {
    classes: names ? [...names] : occurring.map(String),
    labels,
    guesses:
      names || numbers.length === 0 ? [] : [{ field: 'classes', took: `${occurring.length} by number`, because }],
  }
}

/** One whole number an image from a list, a column, or rows with a single 1. */
export function labelNumbers({ data, shape }: NpyArray, count: number, file: string): ArrayLike<number> {
  if (shape.length === 2 && shape[1] > 1 && shape[0] === count) return oneHotLabels(data, shape[1], file)
  const isList = shape.length === 1 || (shape.length === 2 && shape[1] === 1)
  if (!isList || shape[0] !== count) {
    const message = `${file}: labels of shape (${shape.join(', ')}) for ${count} images.`
    throw new Refusal(`${message} Give one whole number per image.`, { field: 'labels' })
  }
  const bad = data.findIndex((value) => !Number.isInteger(value) || value < 0)
  if (bad < 0) return data
  const negative = data[bad] < 0 && Number.isInteger(data[bad])
  const remedy = negative
    ? 'Where it means "no label", keep the others: save x[y >= 0] and y[y >= 0].'
    : 'Number them: save np.unique(y, return_inverse=True)[1].'
  throw new Refusal(`${file}: label ${data[bad]} of image ${bad} is no whole number from 0. ${remedy}`, {
    field: 'labels',
  })
}

/** Rows of zeros with a single 1 at the class, as EDM's data sets have them. */
function oneHotLabels(data: NpyArray['data'], classes: number, file: string): ArrayLike<number> {
  const labels = new Uint16Array(data.length / classes)
  for (const n of labels.keys()) {
    const row = Array.from(data.subarray(n * classes, (n + 1) * classes))
    labels[n] = row.indexOf(1)
    if (row.filter((value) => value === 1).length === 1 && row.every((value) => value === 0 || value === 1)) continue
    const message = `${file}: the label of image ${n} is [${row.slice(0, 8).join(', ')}${classes > 8 ? ', ...' : ''}], not a single 1 among zeros.`
    throw new Refusal(`${message} Give one class per image.`, { field: 'labels' })
  }
  return labels
}
