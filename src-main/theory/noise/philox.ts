/**
 * The program's only source of randomness: Philox4x32-10, a counter-based generator (Salmon et al. 2011, "Parallel random
 * numbers: as easy as 1, 2, 3", SC11). Any number of any stream can be had on its own, so a result never depends on batch
 * size, thread or backend, and a resumed run goes on where it stopped with no state to save.
 */
import { Refusal } from '#contract/refusal.ts'

/** What a stream is used for. Numbers are part of the file format: never reuse or renumber. */
export const STREAMS = {
  start: 0,
  step: 1,
  weights: 2,
  order: 3,
  sigma: 4,
  training: 5,
  subset: 6,
  law: 7,
  bootstrap: 8,
  preview: 9,
  augment: 10,
  slices: 11,
  mask: 12,
} as const

/** Names one stretch of random numbers. Non-negative integers: `seed` below 2^53, the others below 2^32. */
export type NoiseKey = { seed: number; stream: number; sample: number; step: number }

const MULTIPLIER_0 = 0xd2511f53
const MULTIPLIER_1 = 0xcd9e8d57
const WEYL_0 = 0x9e3779b9
const WEYL_1 = 0xbb67ae85
const TWO_32 = 2 ** 32

/** High 32 bits of the product of two unsigned 32-bit integers, from 16-bit halves (a float64 product would round). */
function high32(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const cross = aLow * bHigh + (middle & 0xffff)
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0
}

/** One block: four 32-bit words from a 128-bit counter and a 64-bit key, ten rounds. Writes `out[0..3]`. */
export function philoxBlock(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array,
): void {
  let [c0, c1, c2, c3] = counter
  let [k0, k1] = key
  for (let round = 0; round < 10; round++) {
    const high0 = high32(MULTIPLIER_0, c0)
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0
    const high1 = high32(MULTIPLIER_1, c2)
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0
    k0 = (k0 + WEYL_0) >>> 0
    k1 = (k1 + WEYL_1) >>> 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/** Walks the blocks that cover numbers `from .. from + count` of a stream (`perBlock` numbers to a block). */
function eachBlock(
  { seed, stream, sample, step }: NoiseKey,
  perBlock: number,
  from: number,
  count: number,
  visit: (words: Uint32Array, first: number) => void,
): void {
  checkKey({ seed, stream, sample, step })
  const key = [seed >>> 0, Math.floor(seed / TWO_32)] as const
  const counter: [number, number, number, number] = [0, step, sample, stream]
  const words = new Uint32Array(4)
  const last = Math.ceil((from + count) / perBlock)
  for (let block = Math.floor(from / perBlock); block < last; block++) {
    counter[0] = block
    philoxBlock(counter, key, words)
    visit(words, block * perBlock - from)
  }
}

function checkKey(key: NoiseKey): void {
  for (const [name, value] of Object.entries(key)) {
    const limit = name === 'seed' ? Number.MAX_SAFE_INTEGER : TWO_32 - 1
    if (!Number.isInteger(value) || value < 0 || value > limit)
      throw new Refusal(`${name} must be a whole number from 0 to ${limit}, got ${value}.`, { field: name })
  }
}

/**
 * Fills `out` with numbers `from .. from + count` of the stream's standard normals. Box-Muller in float64, a pair from each
 * two words, u = (word + 1/2) / 2^32, so never 0 or 1; |z| <= 6.7. A Float32Array rounds once, on writing.
 */
export function normals(key: NoiseKey, out: Float32Array | Float64Array, from = 0, count = out.length): void {
  eachBlock(key, 4, from, count, (words, first) => {
    for (let pair = 0; pair < 4; pair += 2) {
      const radius = Math.sqrt(-2 * Math.log((words[pair] + 0.5) / TWO_32))
      const angle = (2 * Math.PI * (words[pair + 1] + 0.5)) / TWO_32
      const at = first + pair
      if (at >= 0 && at < count) out[at] = radius * Math.cos(angle)
      if (at + 1 >= 0 && at + 1 < count) out[at + 1] = radius * Math.sin(angle)
    }
  })
}

/**
 * Fills `out` with numbers `from .. from + count` of the stream's uniforms in [0, 1). For Float64Array: 53 bits from two words;
 * for Float32Array the top 24 of those bits, so that rounding cannot give 1.
 */
export function uniforms(key: NoiseKey, out: Float32Array | Float64Array, from = 0, count = out.length): void {
  const single = out instanceof Float32Array
  eachBlock(key, 2, from, count, (words, first) => {
    for (let pair = 0; pair < 2; pair++) {
      const high = words[2 * pair]
      const at = first + pair
      if (at < 0 || at >= count) continue
      out[at] = single ? (high >>> 8) / 2 ** 24 : ((high >>> 5) * 2 ** 26 + (words[2 * pair + 1] >>> 6)) / 2 ** 53
    }
  })
}

/** `count` integers in [0, bound), bound <= 2^32, by the 53-bit uniform (bias below bound / 2^53). */
export function integers(key: NoiseKey, bound: number, count: number): Uint32Array {
  if (!Number.isInteger(bound) || bound < 1 || bound > TWO_32)
    throw new Refusal(`bound must be a whole number from 1 to 2^32, got ${bound}.`, { field: 'bound' })
  const draws = new Float64Array(count)
  uniforms(key, draws)
  return Uint32Array.from(draws, (u) => Math.floor(u * bound))
}

/** A uniformly random order of 0 .. n-1 (Fisher-Yates). */
export function permutation(key: NoiseKey, n: number): Uint32Array {
  const draws = new Float64Array(n)
  uniforms(key, draws)
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(draws[i] * (i + 1))
    const kept = order[i]
    order[i] = order[j]
    order[j] = kept
  }
  return order
}
