/** GITS and OSS where the teacher is the exact flow of a Gaussian: every student step is a linear map in each direction. */

import type { LevelEnds } from './density-grid.ts'
import { karrasLevels } from './karras-levels.ts'
import { refuseTooMany, shortestPath } from './shortest-path.ts'
import type { Directions } from './step-densities.ts'
import { type Stepping, walkOf } from './stepping.ts'

/** Levels of the teacher, Karras' with rho = 7, then 0: enough that more change W2 by less than .2 %. */
const TEACHER = 128

export type TeacherQuestion = LevelEnds & { law: Directions; stepping: Stepping }

/** Where a student stands: the levels that it came along, and its state, x first, in standard deviations. */
type Student = { path: readonly number[]; states: readonly Float64Array[] }

/** The fine flow that students are held against, which several methods may share. */
export type Teacher = {
  levels: Float64Array
  std: Float64Array[]
  step(from: Student, j: number): Student
  law: Directions
}

export function teacherOf({ law, stepping, sigmaMax, sigmaMin, levels: asked }: TeacherQuestion): Teacher {
  const { spectrum } = law
  const levels = Float64Array.of(...karrasLevels(Math.max(TEACHER, 4 * asked), sigmaMax, sigmaMin), 0)
  const gains = new Map<number, Float64Array>()
  /** Of a sampler that does not remember a step is the same from wherever it came. */
  function gainOf(i: number, j: number): Float64Array | null {
    const key = i * levels.length + j
    const known = gains.get(key)
    if (known) return known
    const walk = walkOf(stepping, spectrum, { levels: [levels[i], levels[j]] })
    if (walk.states !== 1) return null
    const gain = new Float64Array(spectrum.length)
    walk.gain(0, gain)
    gains.set(key, gain)
    return gain
  }
  return {
    law,
    levels,
    std: Array.from(levels, (sigma) => spectrum.map((l) => Math.sqrt(l + sigma * sigma))),
    step({ path, states }, j) {
      const i = path.at(-1)!
      const gain = gainOf(i, j)
      const longer = [...path, j]
      if (gain) return { path: longer, states: [states[0].map((x, k) => x * gain[k])] }
      const before = path.slice(0, -1).map((index) => levels[index])
      const walk = walkOf(stepping, spectrum, { levels: [levels[i], levels[j]], before })
      if (walk.states === 1) throw new Error('a scheme remembers or it does not')
      const moved = Array.from(
        { length: walk.states },
        (_, c) => states[c]?.slice() ?? new Float64Array(spectrum.length),
      )
      walk.carry(0, moved)
      return { path: longer, states: moved }
    },
  }
}

/** rms distance, weighted by how often each direction occurs, of x from y. */
function distance({ weights }: Directions, x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let k = 0; k < x.length; k++) sum += weights[k] * (x[k] - y[k]) ** 2
  return Math.sqrt(sum)
}

/**
 * GITS: cost(i, j) = distance, after one step from the teacher at i, from the teacher at j; the cheapest path (arXiv 2405.11326). A sampler that
 * remembers is priced by its first step.
 */
export function gitsGrid(question: TeacherQuestion, teacher = teacherOf(question)): Float64Array {
  const { levels, std, law, step } = teacher
  const cost = Array.from(levels, (_, i) =>
    Float64Array.from({ length: levels.length }, (_unused, j) =>
      j > i ? distance(law, step({ path: [i], states: [std[i]] }, j).states[0], std[j]) : Infinity,
    ),
  )
  return chosen(levels, shortestPath(cost, question.levels))
}

/**
 * OSS: for each number of steps and each teacher level the student nearest to the teacher there, each made from the best of one step less
 * (arXiv 2503.21774): unlike GITS, errors so far are carried along, and of a sampler that remembers its memory.
 */
export function ossGrid(question: TeacherQuestion, teacher = teacherOf(question)): Float64Array {
  const { levels, std, law, step } = teacher
  const n = levels.length
  refuseTooMany(question.levels, n)
  let students: (Student | null)[] = Array.from({ length: n }, (_, i) =>
    i === 0 ? { path: [0], states: [std[0]] } : null,
  )
  for (let taken = 1; taken <= question.levels; taken++) {
    const last = taken === question.levels
    students = students.map((_, j) => {
      if (last && j < n - 1) return null
      let [least, best]: [number, Student | null] = [Infinity, null]
      for (let i = taken - 1; i < j; i++) {
        const from = students[i]
        const arrived = from && step(from, j)
        const far = arrived ? distance(law, arrived.states[0], std[j]) : Infinity
        if (far < least) [least, best] = [far, arrived]
      }
      return best
    })
  }
  return chosen(levels, students[n - 1]!.path)
}

/** Positive levels of a path through the teacher: all but its end, 0. */
const chosen = (levels: Float64Array, path: readonly number[]) => Float64Array.from(path.slice(0, -1), (i) => levels[i])
