/** OSS on a measured flow: students grown step by step, the nearest to the teacher kept at each level. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { Refusal } from '#contract/refusal.ts'
import { refuseTooMany } from '#theory/calibration/shortest-path.ts'
import { type Flow, remembers, rmsDistance, type Stand, stepTo } from './stand.ts'
import type { Teacher } from './teacher.ts'

/** A student at a teacher's level: how it came there, and what a step from it needs. */
type Student = Stand & { indices: readonly number[] }

/**
 * For each number of steps k and teacher level j the student after k steps that is nearest (rms) to the teacher at j, each a step from the best of
 * k - 1 steps; then the path to 0 in `levels` steps (arXiv 2503.21774, Algorithm 1). The student's errors so far are carried along; of a sampler
 * that remembers, its memory too, so that the best so far need not lead to the best end. Evaluations: one for each (k, i),
 * and one more for each (k, i, j) of a sampler that also asks where it arrives. Answers the positive levels.
 */
export async function ossLevels(
  flow: Flow,
  teacher: Teacher,
  levels: number,
  tick?: (done: number, of: number) => void,
): Promise<number[]> {
  const { tf, sampler } = flow
  const { levels: from, states, denoised } = teacher
  const end = from.length - 1
  refuseTooMany(levels, from.length)
  const whole = remembers(sampler)
  const kept = new Set<Tensor4D>()
  const free = (tensors: Iterable<Tensor4D>) => {
    for (const tensor of tensors) {
      kept.delete(tensor)
      if (!states.includes(tensor) && !denoised.includes(tensor)) tensor.dispose()
    }
  }
  const first: Student = { indices: [0], path: [from[0]], start: states[0], calls: [denoised[0]] }
  let students: (Student | null)[] = from.map((_, j) => (j === 0 ? first : null))
  try {
    for (let step = 1; step <= levels; step++) {
      // the last step goes to 0, and no path is longer than what is left of it
      const reached = step === levels ? [end] : from.slice(step, end - (levels - step) + 1).map((_, j) => step + j)
      const next: (Student | null)[] = from.map(() => null)
      const nearest = new Float64Array(from.length).fill(Infinity)
      const best = new Map<number, Tensor4D>()
      for (const [i, student] of students.entries()) {
        if (!student) continue
        for (const j of reached.filter((index) => index > i)) {
          const x = await stepTo(flow, student, from[j])
          const far = rmsDistance(tf, x, states[j])
          if (!(far < nearest[j])) {
            x.dispose()
            continue
          }
          best.get(j)?.dispose()
          best.set(j, x)
          nearest[j] = far
          next[j] = whole ? longer(student, j, from[j], student.calls) : fresh(student, j, from[j], x)
        }
        student.calls.forEach((call) => kept.add(call))
        tick?.((step - 1) * end + i + 1, levels * end)
      }
      for (const x of best.values()) kept.add(x)
      if (!whole) free(new Set(students.flatMap((student) => (student ? [student.start, ...student.calls] : []))))
      students = next
    }
  } finally {
    free([...kept])
  }
  const last = students[end]
  if (!last)
    throw new Refusal('no path of finite steps leads through the teacher: the sampler diverges on it', {
      field: 'sampler',
    })
  return last.indices.slice(0, -1).map((index) => from[index])
}

const fresh = ({ indices }: Student, j: number, level: number, x: Tensor4D): Student => ({
  indices: [...indices, j],
  path: [level],
  start: x,
  calls: [],
})

const longer = ({ indices, path, start }: Student, j: number, level: number, calls: Tensor4D[]): Student => ({
  indices: [...indices, j],
  path: [...path, level],
  start,
  calls: [...calls],
})
