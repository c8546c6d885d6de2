/** Where points of a mixture in the plane have gone: the share nearest to one of its means. */
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'
import type { ArmSamples } from './arms.ts'
import { compareHits, shareOf } from './classes.ts'

export const component: MeasureRow<SpecOf<'component'>> = {
  measured: (spec, arm, room) => shareOf(nearest(room.samples(arm), spec)),
  compared: (spec, first, second, room) =>
    compareHits(nearest(room.samples(first), spec), isArm(second) ? nearest(room.samples(second), spec) : second),
}

function nearest({ images, n }: ArmSamples, { means, of }: SpecOf<'component'>): boolean[] {
  const size = images.length / n
  return Array.from({ length: n }, (_, i) => {
    const squares = means.map((mean) => mean.reduce((sum, m, k) => sum + (images[i * size + k] - m) ** 2, 0))
    return squares.indexOf(Math.min(...squares)) === of
  })
}
