/**
 * The cheapest way from sharp to blurred: the shortest path over candidate blurs whose edges are W2 distances of at most
 * epsilon (Daras et al. 2022, arXiv:2209.05442, section 4).
 */
import { Refusal } from '#contract/refusal.ts'
import { periodicGains } from '../corruptions/gaussian-blur.ts'
import { shortestPath } from './shortest-path.ts'

/** W2 between candidates i and j. */
export type Distances = (i: number, j: number) => number

/** The same for n candidates, each pair measured when it is first asked for and never again. */
export function measuredOnce(n: number, distances: Distances): Distances {
  const known = new Float64Array(n * n).fill(-1)
  return (i, j) => {
    if (i === j) return 0
    const at = Math.min(i, j) * n + Math.max(i, j)
    if (known[at] < 0) known[at] = distances(Math.min(i, j), Math.max(i, j))
    return known[at]
  }
}

/** Indices of candidates, first and last among them, the length of the path and the distance of its ends. */
export type Path = { nodes: number[]; cost: number; direct: number; epsilon: number }

/**
 * W2 between a centred Gaussian of that spectrum under two blurs, which commute: sqrt(sum_k lambda_k (c_k - c'_k)^2). The
 * spectrum is of the frequencies 0, 1, ..., each counted once.
 */
export function blurDistances(spectrum: readonly number[], size: number, levels: readonly number[]): Distances {
  const std = levels.map((level) => {
    const gains = periodicGains(size, level)
    return spectrum.map((lambda, k) => Math.sqrt(lambda) * gains[k])
  })
  return measuredOnce(levels.length, (i, j) => {
    let sum = 0
    for (let k = 0; k < spectrum.length; k++) sum += (std[i][k] - std[j][k]) ** 2
    return Math.sqrt(sum)
  })
}

/** From the first candidate to the last over edges of at most `epsilon`; refused where there is no such way. */
export function pathWithin(n: number, distances: Distances, epsilon: number): Path {
  const nodes = shortestPath(n, distances, epsilon)
  if (!nodes)
    throw new Refusal(
      `No path of steps with W2 <= ${epsilon} leads from the first candidate to the last; raise epsilon to ${leastEpsilon(n, distances)} or put candidates between.`,
      { field: 'epsilon' },
    )
  const cost = nodes.slice(1).reduce((sum, node, i) => sum + distances(nodes[i], node), 0)
  return { nodes, cost, direct: distances(0, n - 1), epsilon }
}

/** The largest of the steps from one candidate to the next: with as much, there is always a way. */
const leastEpsilon = (n: number, distances: Distances) =>
  Math.max(...Array.from({ length: n - 1 }, (_, i) => distances(i, i + 1)))

/**
 * Epsilon tuned to a wanted number of nodes: the smallest that gives no more of them, by bisection between the widest single
 * step and the direct one. Candidates that are too coarse for so many nodes give as many as they can.
 */
export function pathOfNodes(n: number, distances: Distances, wanted: number): Path {
  let low = leastEpsilon(n, distances)
  let best = pathWithin(n, distances, low)
  if (best.nodes.length <= wanted) return best
  let high = distances(0, n - 1)
  best = pathWithin(n, distances, high)
  for (let i = 0; i < 60 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2
    const path = pathWithin(n, distances, middle)
    if (path.nodes.length > wanted) low = middle
    else [high, best] = [middle, path]
  }
  return best
}
