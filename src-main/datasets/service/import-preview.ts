/** What an import would keep, as the page shows it before it is kept: the first pictures, ends, counts, guesses. */
import type { ImportPreview } from '#contract/dataset-card.ts'
import { gridPng } from '#pictures/grid-png.ts'
import { fillImages, isUnbounded, type Dataset } from '../dataset.ts'
import { describeDataset } from '../describe-dataset.ts'
import { pictureOf } from './dataset-pictures.ts'

const SHOWN = 24
const COLUMNS = 6
/** Of large pictures fewer are shown: values held for it. */
const MOST_VALUES = 2 ** 22

export async function previewOf(
  dataset: Dataset,
  { uses, passedOver }: { uses: string[]; passedOver: string[] },
): Promise<ImportPreview> {
  const { name, hash, count, height, width, channels, classes, dtype, mean, std, reading } = describeDataset(dataset)
  const shown = isUnbounded(dataset)
    ? count
    : Math.max(1, Math.min(SHOWN, count, Math.floor(MOST_VALUES / (height * width * channels))))
  return {
    name,
    hash,
    count,
    height,
    width,
    channels,
    dtype,
    mean,
    std,
    reading,
    uses,
    passedOver,
    shown,
    classes: classes.map((one) => one.name),
    classCounts: classes.map((one) => one.count),
    ends: endsOf(dataset),
    png: isUnbounded(dataset) ? await pictureOf(dataset) : await firstPictures(dataset, shown),
  }
}

function endsOf({ pixels, floatRange }: Dataset): ImportPreview['ends'] {
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] < least) least = pixels[i]
    if (pixels[i] > most) most = pixels[i]
  }
  return { least, most, of: pixels instanceof Uint8Array ? [0, 255] : floatRange }
}

/** With alpha the colours alone are shown. */
async function firstPictures(dataset: Dataset, n: number): Promise<Uint8Array | null> {
  const { height, width, channels } = dataset
  const all = new Float32Array(n * height * width * channels)
  fillImages(
    dataset,
    Array.from({ length: n }, (_, i) => i),
    [0, 1],
    all,
  )
  const planes = channels >= 3 ? 3 : 1
  const seen = planes === channels ? all : planesOf(all, channels, planes)
  // Small pictures are enlarged, so that single pixels can be told apart.
  const scale = Math.max(1, Math.floor(360 / (COLUMNS * Math.max(height, width))))
  return gridPng(seen, { count: n, height, width, channels: planes }, { columns: Math.min(COLUMNS, n), gap: 2, scale })
}

const planesOf = (pixels: Float32Array, channels: number, planes: number): Float32Array =>
  Float32Array.from(
    { length: (pixels.length / channels) * planes },
    (_, i) => pixels[Math.floor(i / planes) * channels + (i % planes)],
  )
