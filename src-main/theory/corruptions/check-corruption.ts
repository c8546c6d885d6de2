/** Whether a corruption suits its levels and its images: what would divide by zero, hide everything or make no sense is refused. */
import type { Corruption } from '#contract/corruption.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Level } from '../grids/levels.ts'
import type { Shape } from './corruption.ts'

/** Refuses, naming the field, levels that `corruption` cannot have; `shape` where the images are known. */
export function checkCorruption(corruption: Corruption, levels: readonly Level[], shape?: Shape): void {
  const most = levels.reduce((most, { corruption = 0 }) => Math.max(most, corruption), 0)
  for (const { sigma, corruption: level = 0 } of levels) {
    if (!(level >= 0 && level < Infinity))
      refuse('schedule.levels', `a level of the corruption must be 0 or more, got ${level}`)
    if (level > 0 && !(sigma > 0))
      refuse(
        'schedule.sigma_min',
        `sigma is 0 where the corruption is at level ${level}, and the score divides by sigma^2; let it stay above 0 there`,
      )
  }
  const { name } = corruption
  if (name === 'identity' && most > 0)
    refuse(
      'corruption.name',
      `this schedule corrupts up to level ${most} and there is no corruption; name one, as corruption.name=gaussian-blur, or take a schedule of noise alone`,
    )
  if (name !== 'identity' && most === 0)
    refuse(
      'schedule',
      `${name} needs a schedule of two curves, of noise and of its level; this one has noise alone. Take family two-stage or joint`,
    )
  if (name === 'mask') checkMask(corruption.patch, most, shape)
  if (name === 'gaussian-blur' && shape) {
    const widest = Math.max(shape.height, shape.width)
    if (most > widest)
      refuse(
        'schedule',
        `a blur of ${most} px is wider than the image, ${shape.height} x ${shape.width}; let its level end at ${widest} or below`,
      )
  }
}

function checkMask(patch: number, most: number, shape: Shape | undefined): void {
  if (most > 1) refuse('schedule', `the level of a mask is the share of patches that it hides, at most 1, got ${most}`)
  if (!shape) return
  const { height, width } = shape
  if (patch > Math.max(height, width))
    refuse(
      'corruption.patch',
      `a patch of ${patch} px is larger than the image, ${height} x ${width}; give a smaller one`,
    )
  const patches = Math.ceil(height / patch) * Math.ceil(width / patch)
  if (Math.round(most * patches) === 0)
    refuse(
      'schedule',
      `this mask hides zero pixels: its largest level ${most} is less than half of one patch in ${patches}; raise it`,
    )
}

function refuse(field: string, why: string): never {
  throw new Refusal(`${field}: ${why}.`, { field })
}
