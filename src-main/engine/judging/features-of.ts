/** The features of a set of pictures: from the cache where they are, else through the network and into the cache. */
import { createHash } from 'node:crypto'
import { Refusal } from '#contract/refusal.ts'
import { forgetOldFeatures, openFeatureCache, PART } from './feature-cache.ts'
import type { FeatureNetwork } from './feature-network.ts'
import { hashPictures, type Pictures } from './pictures.ts'

export type PictureFeatures = {
  /** n x width. */
  rows: Float32Array
  width: number
  /** Of the pictures, whatever network saw them. */
  hash: string
}

export type ExtractOptions = {
  signal: AbortSignal
  /** `done` of `count` pictures are there; `computed` of them came through the network now, in `seconds`. */
  tick: (progress: { done: number; count: number; computed: number; seconds: number }) => Promise<void> | void
}

/** Throws the signal's reason once a cancel has come; parts that are done stay. */
export async function featuresOf(
  pictures: Pictures,
  network: FeatureNetwork,
  home: string,
  { signal, tick }: ExtractOptions,
): Promise<PictureFeatures> {
  const { count, shape, name } = pictures
  if (count < 2)
    throw new Refusal(`${name} holds ${count === 1 ? '1 picture' : 'no pictures'}; a distance needs 2 or more.`, {
      field: name,
    })
  const { features: width } = network
  const cache = openFeatureCache(home, network.id, width)
  const rows = new Float32Array(count * width)
  const whole = createHash('sha256')
  let [computed, seconds] = [0, 0]
  for (let from = 0; from < count; from += PART) {
    signal.throwIfAborted()
    const to = Math.min(count, from + PART)
    const bytes = await pictures.read(from, to)
    const hash = hashPictures(bytes, shape)
    whole.update(hash)
    const began = performance.now()
    const kept = cache.read(hash)
    const since = () => (performance.now() - began) / 1000
    const part =
      kept ??
      (await network.extract(bytes, shape, signal, (done) =>
        tick({ done: from + done, count, computed: computed + done, seconds: seconds + since() }),
      ))
    if (!kept) {
      refuseNonFinite(part, width, name, from)
      cache.keep(hash, part)
      computed += to - from
      seconds += since()
    }
    rows.set(part, from * width)
    await tick({ done: to, count, computed, seconds })
  }
  if (computed > 0) forgetOldFeatures(home)
  return { rows, width, hash: whole.digest('hex') }
}

function refuseNonFinite(part: Float32Array, width: number, name: string, from: number): void {
  const bad = part.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0)
    throw new Refusal(`Picture ${from + Math.floor(bad / width)} of ${name} has a feature that is ${part[bad]}.`, {
      field: name,
    })
}
