/** Limited-memory BFGS: least value of a smooth function from its gradient (Nocedal 1980; Nocedal & Wright 2006, Alg. 7.5). */

export type Evaluated = { value: number; gradient: Float64Array }
export type Minimum = { point: Float64Array; value: number; evaluations: number }

const MEMORY = 12

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/**
 * Descends from `start` until the decrease over ten iterations is below `tolerance` (relative to 1 + |value|) or `most`
 * evaluations are spent. Steps obey Armijo's condition; a pair without positive curvature is not remembered. Never returns a point worse than `start`.
 */
export function minimise(
  evaluate: (point: Float64Array) => Evaluated,
  start: Float64Array,
  { most = 400, tolerance = 1e-7 } = {},
): Minimum {
  let point: Float64Array = start.slice()
  let { value, gradient }: Evaluated = evaluate(point)
  let evaluations = 1
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = []
  const history = [value]
  while (evaluations < most && Number.isFinite(value)) {
    let direction = downhill(gradient, pairs)
    let slope = dot(direction, gradient)
    if (!(slope < 0)) {
      pairs.length = 0
      direction = gradient.map((component) => -component)
      slope = -dot(gradient, gradient)
    }
    if (slope === 0) break
    // no component moves further than 1 at first: points here are logits, of order one
    let length = Math.min(1, 1 / Math.max(...direction.map(Math.abs)))
    let next: { point: Float64Array; at: Evaluated } | null = null
    for (let halving = 0; halving < 30 && evaluations < most; halving++, length /= 2.5) {
      const candidate = point.map((component, i) => component + length * direction[i])
      const at = evaluate(candidate)
      evaluations++
      if (at.value <= value + 1e-4 * length * slope) {
        next = { point: candidate, at }
        break
      }
    }
    if (!next) {
      if (pairs.length === 0) break
      pairs.length = 0
      continue
    }
    const [from, before] = [point, gradient]
    const s = next.point.map((component, i) => component - from[i])
    const y = next.at.gradient.map((component, i) => component - before[i])
    const curvature = dot(s, y)
    if (curvature > 1e-14 * dot(y, y)) pairs.push({ s, y, rho: 1 / curvature })
    if (pairs.length > MEMORY) pairs.shift()
    point = next.point
    ;({ value, gradient } = next.at)
    history.push(value)
    if (history.length > 10 && history[history.length - 11] - value < tolerance * (1 + Math.abs(value))) break
  }
  return { point, value, evaluations }
}

/** The two-loop recursion: -H gradient. */
function downhill(gradient: Float64Array, pairs: { s: Float64Array; y: Float64Array; rho: number }[]): Float64Array {
  const q = gradient.slice()
  const weights = pairs.map(() => 0)
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i]
    weights[i] = rho * dot(s, q)
    for (let n = 0; n < q.length; n++) q[n] -= weights[i] * y[n]
  }
  const last = pairs[pairs.length - 1]
  const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1
  for (let n = 0; n < q.length; n++) q[n] *= scale
  pairs.forEach(({ s, y, rho }, i) => {
    const correction = weights[i] - rho * dot(y, q)
    for (let n = 0; n < q.length; n++) q[n] += correction * s[n]
  })
  return q.map((component) => -component)
}
