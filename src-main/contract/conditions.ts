/**
 * What a number that is no distance stands under: the facts of its protocol that move it besides the samples. Two of one name are put
 * together only where those agree; what a protocol does not say (of older runs) parts nothing.
 */
type Protocol = Readonly<Record<string, unknown>>
type Condition = { of: string; why: (a: string, b: string) => string; label: (value: string) => string }

const short = (value: string) => (/^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value)
const CLASSIFIER: Condition = {
  of: 'classifier',
  why: (a, b) => `they are the answers of two classifiers (${short(a)} and ${short(b)})`,
  label: (value) => `classifier ${short(value).slice(0, 8)}`,
}
const REFERENCE: Condition = {
  of: 'reference',
  why: (a, b) => `they are held against two references (${short(a)} and ${short(b)})`,
  label: (value) => `reference ${short(value).slice(0, 8)}`,
}
const SIZE: Condition = {
  of: 'n',
  why: (a, b) => `they are of ${a} and of ${b} samples, and a test of more samples finds smaller differences`,
  label: (value) => `n ${value}`,
}
const TEST: Condition = {
  of: 'test',
  why: (a, b) => `they are of two tests (${a}; ${b})`,
  label: (value) => (value.includes('homogeneity') ? 'homogeneity' : 'known shares'),
}
const THRESHOLD: Condition = {
  of: 'threshold',
  why: (a, b) => `confident means at least ${a} in one and ${b} in the other`,
  label: (value) => `at ${value}`,
}
const BYTES: Condition = {
  of: 'quantisation',
  why: (a, b) => `values became bytes in two ways (${a} and ${b})`,
  label: (value) => value,
}
const CLAMP: Condition = {
  of: 'clamped',
  why: () => 'one of them is of samples that were clamped to the range of the pixels, and the other is not',
  label: (value) => (value === 'true' ? 'clamped' : 'not clamped'),
}

const MOVED_BY: Readonly<Record<string, readonly Condition[]>> = {
  chi_squared: [CLASSIFIER, REFERENCE, SIZE, TEST, BYTES, CLAMP],
  chi_squared_p: [CLASSIFIER, REFERENCE, SIZE, TEST, BYTES, CLAMP],
  mean_confidence: [CLASSIFIER, BYTES, CLAMP],
  share_confident: [CLASSIFIER, THRESHOLD, BYTES, CLAMP],
  copied: [REFERENCE, BYTES, CLAMP],
  nearer_than_held_out: [REFERENCE, BYTES, CLAMP],
  nearest_distance: [REFERENCE, BYTES, CLAMP],
}

export const CONDITIONED = Object.keys(MOVED_BY)

const factOf = (protocol: Protocol, { of }: Condition): string | null => {
  const value = protocol[of]
  return value === undefined || value === null ? null : String(value)
}

/** Why two numbers of this name may not be put together, in words that follow "because"; null where they may. */
export function whyOther(name: string, a: Protocol, b: Protocol): string | null {
  for (const condition of MOVED_BY[name] ?? []) {
    const [one, other] = [factOf(a, condition), factOf(b, condition)]
    if (one !== null && other !== null && one !== other) return condition.why(one, other)
  }
  return null
}

/** What tells each of several from the others, in as few words as do. */
export function conditionLabels(name: string, protocols: readonly Protocol[]): string[] {
  const telling = (MOVED_BY[name] ?? []).filter(
    (condition) => new Set(protocols.map((protocol) => factOf(protocol, condition))).size > 1,
  )
  return protocols.map((protocol) =>
    telling.map((condition) => condition.label(factOf(protocol, condition) ?? 'unknown')).join(', '),
  )
}
