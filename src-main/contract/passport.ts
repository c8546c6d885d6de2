/**
 * What a distance between sets of pictures must be shown with: everything that moves the number besides the pictures. Two distances
 * are put together only where their passports agree; `whyUnlike` is the one place that says so.
 */
import type { FeatureName } from '#axes/judges/judges.ts'

/** In snake_case, as it is printed and kept. A fact that is not known (features that came as a file) is null. */
export type Passport = {
  features: FeatureName | 'given'
  /** sha256 of the network's weights. */
  network: string | null
  /** How pictures came to the network's size, and its numbers to its range. */
  resize: string | null
  scaling: string | null
  /** How values became bytes. */
  quantisation: string | null
  /** Judged pictures, and those of the reference; null where moments do not say of how many. */
  n: [number | null, number | null]
  /** sha256 of what was judged and of the reference: of its pictures, or its moments. */
  samples: string | null
  reference: string | null
  covariance_divisor: 'n' | 'n - 1'
  /** How the interval beside the number was made; null where there is none. */
  interval: string | null
}

export const QUANTISED = 'clamped, rounded to 8 bit'
export const BYTES = '8 bit as given'

type Fact = { of: keyof Passport; unlike: (a: Passport, b: Passport) => string | null }

const differ =
  (of: Exclude<keyof Passport, 'n'>, what: string): Fact['unlike'] =>
  (a, b) =>
    a[of] === b[of] && a[of] !== null ? null : `${what} (${short(a[of])} and ${short(b[of])})`

/** Bytes rounded here or before are bytes; moments that came without a word of it are told apart by their features. */
const quantised: Fact['unlike'] = ({ quantisation: a }, { quantisation: b }) => {
  const isBytes = (how: string | null) => how === QUANTISED || how === BYTES
  if (a === b || (isBytes(a) && isBytes(b))) return null
  return `their values became bytes in two ways (${a ?? 'unknown'} and ${b ?? 'unknown'})`
}

/** In the order in which a reader would ask. The interval is about one number alone. */
const FACTS: readonly Fact[] = [
  { of: 'features', unlike: differ('features', 'they are distances in unlike features') },
  { of: 'network', unlike: differ('network', 'their features are of two networks') },
  { of: 'resize', unlike: differ('resize', 'the pictures were resized in two ways') },
  { of: 'scaling', unlike: differ('scaling', 'the pixels were scaled in two ways') },
  { of: 'quantisation', unlike: quantised },
  { of: 'reference', unlike: differ('reference', 'they are distances from two references') },
  { of: 'covariance_divisor', unlike: differ('covariance_divisor', 'their covariances have two divisors') },
  {
    of: 'n',
    unlike: ({ n: [a] }, { n: [b] }) =>
      a === b && a !== null
        ? null
        : `they are of ${a ?? 'unknown'} and of ${b ?? 'unknown'} pictures, and fewer pictures give a larger distance`,
  },
]

/** Why two distances may not be compared, in words that follow "because"; null where they may. */
export function whyUnlike(a: Passport, b: Passport): string | null {
  const reasons = FACTS.map(({ unlike }) => unlike(a, b)).filter((reason) => reason !== null)
  return reasons[0] ?? null
}

/** The same for many: the first that is unlike the first of all, and why. Numbers without a passport agree with those without. */
export function firstUnlike(passports: readonly (Passport | null)[]): { index: number; reason: string } | null {
  const [first, ...others] = passports
  if (first === undefined) return null
  for (const [i, other] of others.entries()) {
    if (first === null && other === null) continue
    const reason = first && other ? whyUnlike(first, other) : 'one of them does not say how it was measured'
    if (reason !== null) return { index: i + 1, reason }
  }
  return null
}

/** The passport in a result's protocol; null for a result that is no such distance. Evaluations before passports are read too. */
export function passportOf(protocol: Readonly<Record<string, unknown>>): Passport | null {
  if (isRecord(protocol.passport)) return protocol.passport as Passport
  const { classifier, n, n_reference: m, reference, interval, distance } = protocol
  if (typeof classifier !== 'string' || typeof distance !== 'string' || !distance.startsWith('Fréchet')) return null
  return {
    features: 'classifier',
    network: classifier,
    resize: 'none',
    scaling: 'x/255',
    quantisation: QUANTISED,
    n: [numberOf(n), numberOf(m)],
    samples: null,
    reference: typeof reference === 'string' ? reference : null,
    covariance_divisor: 'n',
    interval: typeof interval === 'string' ? interval : null,
  }
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Hashes by their beginning. */
const short = (value: unknown): string =>
  value === null ? 'unknown' : /^[0-9a-f]{64}$/.test(String(value)) ? String(value).slice(0, 12) : String(value)
