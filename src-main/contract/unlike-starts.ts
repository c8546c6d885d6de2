/** Sampling runs that start from unlike things: a corrupted image tells of a picture what noise does not. */
import { corruptionWords, type CorruptionConfig } from './corruption.ts'

type Start = {
  kind: string
  start?: string
  corruption?: CorruptionConfig
  start_from?: { name: string }
}

/** In words that follow "starts from". */
function startWords({ start, corruption, start_from: from }: Start): string {
  if (start !== 'corrupted') return start === 'uniform' ? 'uniform values' : 'noise'
  const images = from ? `images of ${from.name}` : 'images of what its score learned from'
  return `${images} under ${corruptionWords(corruption) ?? 'no corruption'}`
}

/** Who starts from what, where some start from corrupted images and others from anything else; null where all start alike. */
export function unlikeStarts(runs: readonly { number: number; config: Start }[]): string | null {
  const starts = runs.filter(({ config }) => config.kind === 'sample')
  if (!starts.some(({ config }) => config.start === 'corrupted')) return null
  const kinds = [...new Set(starts.map(({ config }) => startWords(config)))]
  if (kinds.length < 2) return null
  const said = kinds.map((words) => {
    const members = starts.filter(({ config }) => startWords(config) === words)
    const numbers = members.map(({ number }) => number).join(', ')
    return `${members.length === 1 ? `run ${numbers} starts` : `runs ${numbers} start`} from ${words}`
  })
  return `These runs do not start alike: ${said.join('; ')}. An image that is corrupted tells of the picture what noise does not, so their distances compare the start too, not the way down alone.`
}
