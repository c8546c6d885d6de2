/** What points of a law with two far modes show: how many lie in the upper one, and how wide a mode is. */
import type { ArmSamples } from './arms.ts'
import { compareHits, shareOf } from './classes.ts'
import { comparePaired, measuredMean } from './means.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

export const modeWeight: MeasureRow<SpecOf<'mode-weight'>> = {
  measured: (_, arm, room) => shareOf(upper(room.samples(arm))),
  compared: (_, first, second, room) =>
    compareHits(upper(room.samples(first)), isArm(second) ? upper(room.samples(second)) : second),
}

export const modeStd: MeasureRow<SpecOf<'mode-std'>> = {
  measured: (_, arm, room) => measuredMean(widths(room.samples(arm))),
  compared: (_, first, second, room) =>
    comparePaired(widths(room.samples(first)), isArm(second) ? widths(room.samples(second)) : second),
}

const pointsOf = ({ images, n }: ArmSamples) => {
  const size = images.length / n
  return Array.from({ length: n }, (_, i) => images.subarray(i * size, (i + 1) * size))
}
const meanOf = (point: Float32Array) => point.reduce((sum, value) => sum + value, 0) / point.length
const upper = (samples: ArmSamples): boolean[] => pointsOf(samples).map((point) => meanOf(point) > 0)

function widths(samples: ArmSamples): Float64Array {
  return Float64Array.from(pointsOf(samples), (point) => {
    const mean = meanOf(point)
    return Math.sqrt(point.reduce((sum, value) => sum + (value - mean) ** 2, 0) / point.length)
  })
}
