/** Dijkstra's shortest path over a complete graph with the long edges left out, in O(n^2): no queue pays on so dense a graph. */

/** Nodes from 0 to n - 1 along the shortest path over edges of at most `longest`, fewest nodes among equals; null if there is none. */
export function shortestPath(n: number, distance: (i: number, j: number) => number, longest: number): number[] | null {
  const cost = new Float64Array(n).fill(Infinity)
  const hops = new Int32Array(n)
  const before = new Int32Array(n).fill(-1)
  const done = new Uint8Array(n)
  cost[0] = 0
  for (let round = 0; round < n; round++) {
    let at = -1
    for (let i = 0; i < n; i++) if (!done[i] && cost[i] < Infinity && (at < 0 || cost[i] < cost[at])) at = i
    if (at < 0) return null
    if (at === n - 1) break
    done[at] = 1
    for (let to = 0; to < n; to++) {
      if (done[to]) continue
      const edge = distance(at, to)
      if (edge > longest) continue
      const length = cost[at] + edge
      // A detour along a straight line is as long as the line, but for rounding.
      const slack = 1e-12 * length
      if (length < cost[to] - slack || (length < cost[to] + slack && hops[at] + 1 < hops[to])) {
        cost[to] = length
        hops[to] = hops[at] + 1
        before[to] = at
      }
    }
  }
  if (cost[n - 1] === Infinity) return null
  const nodes = [n - 1]
  while (nodes[0] !== 0) nodes.unshift(before[nodes[0]])
  return nodes
}
