/** Edits of a falling list of sigmas that keep it falling strictly. Pure; each returns a new list. */

/** Neighbours stay at least this far apart in ln sigma: a relative step of 1e-6, far above float64's grain. */
export const MIN_LOG_GAP = 1e-6

type Sigmas = readonly number[]

/**
 * Level `index` to `sigma`, and the levels up to `reach` away along with it by a smooth share w (cosine bump, 1 at the
 * level, 0 beyond reach), all in ln sigma. Moved as far as the order allows: with gaps g_j = ln sigma_j - ln sigma_{j+1},
 * a shift s keeps every g_j + s (w_j - w_{j+1}) >= MIN_LOG_GAP.
 */
export function moveLevel(sigmas: Sigmas, index: number, sigma: number, reach = 0): number[] {
  const share = (j: number) => {
    const away = Math.abs(j - index)
    return away === 0 ? 1 : away > reach ? 0 : (1 + Math.cos((Math.PI * away) / (reach + 1))) / 2
  }
  const from = Math.max(0, index - reach - 1)
  const to = Math.min(sigmas.length - 1, index + reach + 1)
  let [down, up] = [-Infinity, Infinity]
  for (let j = from; j < to; j++) {
    const room = Math.max(0, Math.log(sigmas[j] / sigmas[j + 1]) - MIN_LOG_GAP)
    const slope = share(j) - share(j + 1)
    if (slope > 0) down = Math.max(down, -room / slope)
    if (slope < 0) up = Math.min(up, -room / slope)
  }
  const wanted = Math.log(sigma / sigmas[index])
  const shift = Math.min(up, Math.max(down, wanted))
  return sigmas.map((old, j) => {
    if (j === index && shift === wanted) return sigma // The number asked for, bit for bit.
    return j < from || j > to || share(j) === 0 ? old : old * Math.exp(shift * share(j))
  })
}

/** A new level between `index` and the next, halfway in ln sigma; after the last one, one more step of the same ratio. */
export function insertLevel(sigmas: Sigmas, index: number): { sigmas: number[]; index: number } {
  const last = sigmas.length - 1
  const [a, b] =
    index < last ? [sigmas[index], sigmas[index + 1]] : [sigmas[last], sigmas[last] ** 2 / sigmas[last - 1]]
  if (index >= last) return { sigmas: [...sigmas, Math.max(b, last > 0 ? Number.MIN_VALUE : b)], index: last + 1 }
  if (Math.log(a / b) < 2 * MIN_LOG_GAP) return { sigmas: [...sigmas], index }
  return { sigmas: sigmas.toSpliced(index + 1, 0, Math.sqrt(a) * Math.sqrt(b)), index: index + 1 }
}

/** A level put where `sigma` belongs; the list unchanged where there is no room for it. */
export function addSigma(sigmas: Sigmas, sigma: number): { sigmas: number[]; index: number } {
  const found = sigmas.findIndex((old) => old <= sigma)
  const index = found < 0 ? sigmas.length : found
  const near = (other: number | undefined) => other !== undefined && Math.abs(Math.log(sigma / other)) < MIN_LOG_GAP
  if (near(sigmas[index]) || near(sigmas[index - 1]))
    return { sigmas: [...sigmas], index: Math.min(index, sigmas.length - 1) }
  return { sigmas: sigmas.toSpliced(index, 0, sigma), index }
}

/** Without level `index`; a schedule keeps at least two. */
export const removeLevel = (sigmas: Sigmas, index: number): number[] =>
  sigmas.length > 2 ? sigmas.toSpliced(index, 1) : [...sigmas]

/** To `digits` significant decimal digits. */
export const snapped = (sigma: number, digits = 2): number => Number(sigma.toPrecision(digits))
