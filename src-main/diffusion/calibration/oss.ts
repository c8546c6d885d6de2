/** OSS on a measured flow: students grown step by step, the nearest to the teacher kept at each level. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { Refusal } from '#contract/refusal.ts'
import { refuseTooMany } from '#theory/calibration/shortest-path.ts'
import { type Flow, remembers, rmsDistance, type Stand, stepTo } from './stand.ts'
import type { Teacher } from './teacher.ts'

/** A student at a teacher's level: how it came there, and what a step from it needs. */
type Student = Stand & { indices: readonly number[] }
type Students = readonly (Student | null)[]

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
  const { levels: from, states, denoised } = teacher
  const end = from.length - 1
  refuseTooMany(levels, from.length)
  const owned = new Owned([...states, ...denoised])
  const first: Student = { indices: [0], path: [from[0]], start: states[0], calls: [denoised[0]] }
  let students: Students = from.map((_, j) => (j === 0 ? first : null))
  try {
    for (let step = 1; step <= levels; step++) {
      const next: (Student | null)[] = from.map(() => null)
      for (const j of reachedBy(step, levels, end)) {
        next[j] = await nearest(flow, students, { index: j, level: from[j], state: states[j] })
        owned.take(students, next[j])
        tick?.((step - 1) * end + j, levels * end)
      }
      if (!remembers(flow.sampler)) owned.free(students)
      students = next
    }
  } finally {
    owned.freeAll()
  }
  const last = students[end]
  if (!last)
    throw new Refusal('no path of finite steps leads through the teacher: the sampler diverges on it', {
      field: 'sampler',
    })
  return last.indices.slice(0, -1).map((index) => from[index])
}

/** Teacher levels where a student may stand after `step` of `steps`: the last is 0, and no path is longer than what is left of it. */
function reachedBy(step: number, steps: number, end: number): number[] {
  if (step === steps) return [end]
  return Array.from({ length: Math.max(0, end - steps + 1) }, (_, i) => step + i)
}

/** The student one step on from any of those above, whose state is nearest to the teacher's there; null where none is finite. */
async function nearest(
  flow: Flow,
  students: Students,
  { index, level, state }: { index: number; level: number; state: Tensor4D },
): Promise<Student | null> {
  let best: { of: Student; x: Tensor4D; far: number } | null = null
  for (const of of students.slice(0, index)) {
    if (!of) continue
    const x = await stepTo(flow, of, level)
    const far = rmsDistance(flow.tf, x, state)
    if (!(far < (best?.far ?? Infinity))) {
      x.dispose()
      continue
    }
    best?.x.dispose()
    best = { of, x, far }
  }
  if (!best) return null
  const { of, x } = best
  const indices = [...of.indices, index]
  if (!remembers(flow.sampler)) return { indices, path: [level], start: x, calls: [] }
  // replayed from its start, so that where it stands need not be held
  x.dispose()
  return { indices, path: [...of.path, level], start: of.start, calls: [...of.calls] }
}

/** Tensors that students stand on, but for those lent by the teacher. */
class Owned {
  readonly #lent: ReadonlySet<Tensor4D>
  readonly #tensors = new Set<Tensor4D>()
  constructor(lent: readonly Tensor4D[]) {
    this.#lent = new Set(lent)
  }
  take(students: Students, next: Student | null): void {
    for (const tensor of tensorsOf([...students, next])) if (!this.#lent.has(tensor)) this.#tensors.add(tensor)
  }
  free(students: Students): void {
    for (const tensor of tensorsOf(students)) if (this.#tensors.delete(tensor)) tensor.dispose()
  }
  freeAll(): void {
    for (const tensor of this.#tensors) tensor.dispose()
    this.#tensors.clear()
  }
}

const tensorsOf = (students: Students) => students.flatMap((one) => (one ? [one.start, ...one.calls] : []))
