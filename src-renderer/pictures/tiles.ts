/** Where the samples of a sheet stand: as the sampling job lays it out. Pure. */
import type { Grid } from './differences.ts'

const COLUMNS = 8
const MOST = 64
/** Pixels between the images of a sheet and around them. */
const GAP = 2

/** Of a run of `n` samples. */
export const sheetGrid = (n: number): Grid => ({
  columns: COLUMNS,
  rows: Math.ceil(Math.min(MOST, n) / COLUMNS),
  gap: GAP,
})
export const samplesShown = (n: number): number => Math.min(MOST, n)

/** The place of sample `index` in a sheet of `width` x `height` pixels. */
export function tileOf(
  index: number,
  { width, height }: { width: number; height: number },
  { columns, rows, gap }: Grid,
) {
  const [wide, high] = [(width - gap) / columns, (height - gap) / rows]
  const [column, row] = [index % columns, Math.floor(index / columns)]
  return { x: gap + column * wide, y: gap + row * high, width: wide - gap, height: high - gap }
}

/** The sample at a point of a sheet, given as shares of its width and height. */
export function sampleAt(x: number, y: number, n: number): number {
  const { columns, rows } = sheetGrid(n)
  const within = (share: number, count: number) => Math.max(0, Math.min(count - 1, Math.floor(share * count)))
  return Math.min(samplesShown(n) - 1, within(y, rows) * columns + within(x, columns))
}
