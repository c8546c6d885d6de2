/** Images of every class of a data set as one picture. */
import { Refusal } from '#contract/refusal.ts'
import { gridPng, type GridOptions } from '#pictures/grid-png.ts'
import { isUnbounded, type Dataset } from './dataset.ts'

/** The first `perClass` images of every class, a row each (classes without images take no row); without classes, the first images. */
export async function contactSheet(dataset: Dataset, perClass = 10, options: GridOptions = {}): Promise<Uint8Array> {
  const { height, width, channels, labels, pixels, floatRange } = dataset
  if (isUnbounded(dataset)) {
    throw new Refusal(`${dataset.name} holds points, not pictures. Plot them instead.`, { code: 'unsupported' })
  }
  const size = height * width * channels
  const rows = labels
    ? firstPerClass(labels, dataset.classes.length, perClass)
    : [firstIndices(dataset.count, perClass ** 2)]
  const shown = rows.filter((row) => row.length > 0)
  const columns = labels ? Math.max(...shown.map((row) => row.length)) : undefined
  const range = floatRange ?? undefined
  const count = columns ? shown.length * columns : shown[0].length
  // Float sheets are filled with the range's floor, byte sheets with 0, so a short row ends in black.
  const images =
    pixels instanceof Uint8Array ? new Uint8Array(count * size) : new Float32Array(count * size).fill(floatRange![0])
  for (const [r, row] of shown.entries()) {
    for (const [i, index] of row.entries()) {
      images.set(pixels.subarray(index * size, (index + 1) * size), (r * (columns ?? 0) + i) * size)
    }
  }
  return gridPng(images, { count, height, width, channels }, { range, columns, ...options })
}

const firstIndices = (count: number, n: number) => Array.from({ length: Math.min(count, n) }, (_, i) => i)

function firstPerClass(labels: Uint8Array, classes: number, n: number): number[][] {
  const rows = Array.from({ length: classes }, () => [] as number[])
  for (const [i, label] of labels.entries()) if (rows[label].length < n) rows[label].push(i)
  return rows
}
