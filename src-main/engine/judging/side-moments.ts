/** The moments of one side's features, to be kept as a reference and read by any program of the field. */
import { Refusal } from '#contract/refusal.ts'
import { momentsNpz } from '#files/npz.ts'
import { factored } from '#theory/statistics/frechet-features.ts'
import { transpose } from '#theory/statistics/singular-values.ts'
import { writeWhole } from '#files/write-whole.ts'
import { featuresOfSide, type JudgeRoom, type JudgeTask } from './judge-sides.ts'
import { openSide } from './open-side.ts'

export type SavedMoments = { file: string; n: number; hash: string; passport: Record<string, unknown> }

/** mu and sigma of `task.samples`, divided by n - 1 as NumPy's cov does, to `file`. */
export async function saveMoments(task: JudgeTask, file: string, room: JudgeRoom): Promise<SavedMoments> {
  const side = await openSide(task.samples, task.home)
  const had = await featuresOfSide(side, 'samples', task.home, room)
  if ('moments' in had)
    throw new Refusal(`${had.moments.name} holds moments already: name pictures.`, { field: had.moments.name })
  const { rows, width, hash } = had.features
  const { mean, covariance } = momentsOf(rows, width, room)
  const n = rows.length / width
  writeWhole(file, momentsNpz(mean, covariance))
  return { file, n, hash, passport: { ...room.network.says, covariance_divisor: 'n - 1', n, samples: hash } }
}

function momentsOf(rows: Float32Array, d: number, { algebra }: JudgeRoom) {
  const { mean, factor } = factored({ rows, d, name: 'the pictures' }, { algebra })
  const k = factor.length / d
  const columns = transpose(factor, k, d)
  return { mean, covariance: algebra.rowProducts(columns, columns, k) }
}
