/** GITS and OSS where the teacher is the exact flow of a Gaussian: every student step is a gain in each direction. */

import { processOf } from '../process/processes.ts'
import { SCHEMES } from '../errors/schemes/schemes.ts'
import type { OneStateWalk } from '../errors/schemes/scheme.ts'
import type { LevelEnds } from './density-grid.ts'
import { karrasLevels } from './karras-levels.ts'
import { refuseTooMany, shortestPath, walkBack } from './shortest-path.ts'
import type { Directions } from './step-densities.ts'

/** The oracle's scheme that a sampler of the league is: Heun's last step, to 0, is Euler's. */
export const STEP_OF = { euler: 'euler', heun: 'edm' } as const
export type Stepping = keyof typeof STEP_OF

/** Levels of the teacher, Karras' with rho = 7, then 0: enough that more change W2 by less than .2 %. */
const TEACHER = 128

export type TeacherQuestion = LevelEnds & { law: Directions; stepping: Stepping }

type Teacher = { levels: Float64Array; std: Float64Array[]; gain(i: number, j: number): Float64Array; law: Directions }

function teacherOf({ law, stepping, sigmaMax, sigmaMin, levels: asked }: TeacherQuestion): Teacher {
  const { spectrum } = law
  const levels = Float64Array.of(...karrasLevels(Math.max(TEACHER, 4 * asked), sigmaMax, sigmaMin), 0)
  const process = processOf({ family: 'edm', sigmaMax })
  const still = { amount: 0, tMin: 0, tMax: Infinity, noise: 1 }
  return {
    law,
    levels,
    std: Array.from(levels, (sigma) => spectrum.map((l) => Math.sqrt(l + sigma * sigma))),
    gain(i, j) {
      const times = Float64Array.of(levels[i], levels[j])
      const langevin = { inner: 1, stepLr: 1, convention: 'code' } as const
      const problem = { process, times, model: spectrum, misfit: 0, langevin, churn: still, steps: 1 }
      const walk = SCHEMES[STEP_OF[stepping]].compile(problem) as OneStateWalk
      const gain = new Float64Array(spectrum.length)
      walk.gain(0, gain)
      return gain
    },
  }
}

/** rms distance, weighted by how often each direction occurs, of gain x from y. */
function distance({ weights }: Directions, gain: Float64Array, x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let k = 0; k < gain.length; k++) sum += weights[k] * (gain[k] * x[k] - y[k]) ** 2
  return Math.sqrt(sum)
}

/** GITS: cost(i, j) = distance, after one step from the teacher at i, from the teacher at j; the cheapest path (arXiv 2405.11326). */
export function gitsGrid(question: TeacherQuestion): Float64Array {
  const teacher = teacherOf(question)
  const { levels, std, law } = teacher
  const cost = Array.from(levels, (_, i) =>
    Float64Array.from({ length: levels.length }, (_unused, j) =>
      j > i ? distance(law, teacher.gain(i, j), std[i], std[j]) : Infinity,
    ),
  )
  return chosen(levels, shortestPath(cost, question.levels))
}

/**
 * OSS: for each number of steps and each teacher level the student nearest to the teacher there, each made from the best of one step less
 * (arXiv 2503.21774): unlike GITS, errors so far are carried along.
 */
export function ossGrid(question: TeacherQuestion): Float64Array {
  const teacher = teacherOf(question)
  const { levels, std, law } = teacher
  const n = levels.length
  refuseTooMany(question.levels, n)
  const gains = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_unused, j) => (j > i ? teacher.gain(i, j) : null)),
  )
  let students: (Float64Array | null)[] = Array.from({ length: n }, (_, i) => (i === 0 ? std[0] : null))
  const before: Int32Array[] = []
  for (let step = 1; step <= question.levels; step++) {
    const from = new Int32Array(n).fill(-1)
    students = students.map((_, j) => {
      let least = Infinity
      for (let i = step - 1; i < j; i++) {
        const student = students[i]
        const far = student ? distance(law, gains[i][j]!, student, std[j]) : Infinity
        if (far < least) [least, from[j]] = [far, i]
      }
      const best = from[j] < 0 ? null : students[from[j]]
      return best && best.map((x, k) => x * gains[from[j]][j]![k])
    })
    before.push(from)
  }
  return chosen(levels, walkBack(before, n - 1))
}

/** Positive levels of a path through the teacher: all but its end, 0. */
const chosen = (levels: Float64Array, path: readonly number[]) => Float64Array.from(path.slice(0, -1), (i) => levels[i])
