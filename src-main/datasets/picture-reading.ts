/** What the card of a folder of pictures says of how they were read: what was taken unasked, and what was done to them. */
import type { Reading } from '#contract/import.ts'
import type { ResizeChoice } from '#pictures/decode-image.ts'
import { GREY_SAID } from '#pictures/grey.ts'

/** What the pictures had that had to be settled. `deep`: 16 bits; `scaled`: some had another size. */
export type Met = { alpha: boolean; colour: boolean; deep: boolean; scaled: boolean }

const ALPHA_SAID = {
  black: 'transparent parts lie on black',
  white: 'transparent parts lie on white',
  drop: 'transparency was dropped, as Pillow drops it',
} as const
/** Why each default is what it is. */
const WHY: Readonly<Record<string, string>> = {
  size: 'all pictures have that size',
  channels: 'colour where nothing is said',
  kernel: 'what Pillow and clean-fid call Lanczos',
  grey: 'as Pillow, torchvision and OpenCV do',
  alpha: 'some pictures have transparent parts',
}

/** `nearest` takes stored values, so that no border is special. */
const scaledSaid = (size: number, kernel: ResizeChoice['kernel']) =>
  `scaled to ${size} x ${size} by ${kernel} of libvips, the middle square kept${kernel === 'nearest' ? '' : `; ${BORDER}`}`
const BORDER =
  'within reach of the border it repeats the last pixel, where Pillow leaves out what is beyond: up to 14 of 255 apart on noise'

export function pictureReading(
  choice: ResizeChoice & { defaulted?: readonly string[] },
  met: Met,
  isBits: boolean,
): Pick<Reading, 'guesses' | 'conversions'> {
  const { size, channels, kernel, grey = 'bt601', alpha = 'black', range } = choice
  const made = channels === 1 && met.colour
  const taken: Readonly<Record<string, string | null>> = {
    size: String(size),
    channels: String(channels),
    kernel,
    grey: made ? grey : null,
    alpha: met.alpha ? alpha : null,
  }
  const guesses = (choice.defaulted ?? []).flatMap((field) => {
    const took = taken[field]
    return took === null || took === undefined ? [] : [{ field, took, because: WHY[field] }]
  })
  const bits = { field: 'float_range', took: '[0, 1]', because: 'the largest value of all pictures is 1' }
  return {
    guesses: isBits ? [...guesses, bits] : guesses,
    conversions: [
      ...(met.scaled ? [scaledSaid(size, kernel)] : []),
      ...(made ? [GREY_SAID[grey]] : []),
      ...(met.alpha ? [ALPHA_SAID[alpha]] : []),
      ...(met.deep && !range ? ['16 bits became 8, to nearest'] : []),
      ...(isBits ? ['0 and 1 became 0 and 255'] : range ? [`${range[0]} to ${range[1]} became 0 to 255`] : []),
    ],
  }
}
