/** Pictures of a data set: images of every class or, of points in the plane, how densely they lie; and one image by its number. */
import { Refusal } from '#contract/refusal.ts'
import type { PictureValues } from '#contract/dataset-card.ts'
import { fillImages, type Dataset } from '../dataset.ts'
import { gridPng } from '#pictures/grid-png.ts'
import { contactSheet } from '../contact-sheet.ts'

const SIDE = 160

export function pictureOf(dataset: Dataset): Promise<Uint8Array> {
  const { height, width, channels, floatRange, pixels } = dataset
  const isPoints = height === 1 && width === 2 && channels === 1 && floatRange === null
  if (!isPoints) return contactSheet(dataset, 12, { gap: 1, background: 0 })
  const shades = densityOf(pixels as Float32Array)
  return gridPng(shades, { count: 1, height: SIDE, width: SIDE, channels: 1 }, { gap: 0, columns: 1 })
}

/** Image `index`, from 0, its pixels from 0 to 1 row by row. */
export function pictureValues(dataset: Dataset, index: number): PictureValues {
  const { name, count, height, width, channels } = dataset
  if (index >= count)
    throw new Refusal(`${name} has ${count} images, numbered from 0; there is no ${index}.`, { field: 'image' })
  const pixels = new Float32Array(height * width * channels)
  fillImages(dataset, [index], [0, 1], pixels)
  return { height, width, channels, pixels: Array.from(pixels) }
}

/** Share of the points in each of SIDE x SIDE cells of the square that holds them all; 1 = the fullest. Square root, for the tails. */
function densityOf(points: Float32Array): Float32Array {
  const reach = 1.08 * points.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9)
  const counts = new Float32Array(SIDE * SIDE)
  const cell = (value: number) => Math.min(SIDE - 1, Math.floor(((value / reach + 1) / 2) * SIDE))
  for (let i = 0; i < points.length; i += 2) counts[(SIDE - 1 - cell(points[i + 1])) * SIDE + cell(points[i])]++
  const most = counts.reduce((a, b) => Math.max(a, b))
  return counts.map((count) => Math.sqrt(count / most))
}
