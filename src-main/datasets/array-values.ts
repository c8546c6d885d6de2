/** What range the values of an array lie in, from their dtype, their ends and how many lie where; asked for where that leaves a doubt. */
import type { Guess } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { NpyArray } from '#files/npy.ts'
import type { Dataset } from './dataset.ts'
import { refuseTooLarge } from './held-bytes.ts'

type Range = readonly [number, number]
export type Values = Pick<Dataset, 'pixels' | 'floatRange'> & { guesses: Guess[]; conversions: string[] }
export type RangeChoice = { floatRange?: Range; clip?: boolean }

/** Of fewer values the largest says little about their range. */
const TELLING = 256
/** Bytes of a whole set that stay below this are hardly pictures of 0 to 255: classes of a mask, or 4 to 6 bits. */
const DARK = 64
/** Rounding of arithmetic, as a share of the range: a few units in the last place of each type. */
const ROUNDING: Readonly<Record<string, number>> = { f2: 2e-3, f4: 1e-5, f8: 1e-5 }

/** Points of a 2-D law: any finite numbers. */
export function pointValues({ data }: NpyArray, file: string): Values {
  return { pixels: finiteFloats(data, file), floatRange: null, guesses: [], conversions: [] }
}

export function pixelValues(array: NpyArray, { floatRange, clip }: RangeChoice, file: string): Values {
  const { data, dtype } = array
  if (clip && !floatRange)
    throw new Refusal('clip needs the range to clip to. Give float_range too, such as float_range=[0,1].', {
      field: 'clip',
    })
  if (dtype === 'b1' && !floatRange)
    return { ...bytesOf(data, 0, 1), guesses: [], conversions: ['true and false became 255 and 0'] }
  if (floatRange) return inGivenRange(array, floatRange, clip ?? false, file)
  return dtype.startsWith('f') ? guessedFloats(array, file) : guessedIntegers(array, file)
}

/** Where they are bytes already, in their place. */
function bytesOf(data: NpyArray['data'], low: number, high: number) {
  const pixels = data instanceof Uint8Array ? data : new Uint8Array(data.length)
  for (let i = 0; i < data.length; i++) pixels[i] = (255 * (data[i] - low)) / (high - low)
  return { pixels, floatRange: null }
}

function endsOf(data: ArrayLike<number>): { least: number; most: number } {
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < data.length; i++) {
    if (data[i] < least) least = data[i]
    if (data[i] > most) most = data[i]
  }
  return { least, most }
}

const isOnly = (data: NpyArray['data'], ...values: number[]) => data.every((value) => values.includes(value))

function guessedIntegers({ data, dtype }: NpyArray, file: string): Values {
  const { least, most } = endsOf(data)
  const ends = `integers from ${least} to ${most}`
  const guess = (took: string, because: string): Guess[] => [{ field: 'float_range', took, because }]
  if (most === 1 && isOnly(data, 0, 1))
    return {
      ...bytesOf(data, 0, 1),
      guesses: guess('[0, 1]', 'every value is 0 or 1'),
      conversions: ['0 and 1 became 0 and 255'],
    }
  if (most === 1 && isOnly(data, -1, 1))
    return {
      ...bytesOf(data, -1, 1),
      guesses: guess('[-1, 1]', 'every value is -1 or 1'),
      conversions: ['-1 and 1 became 0 and 255'],
    }
  if (least < 0 || most > 255) {
    const range =
      least < 0 ? (least >= -128 && most <= 127 ? [-128, 127] : [least, most]) : most <= 65535 ? [0, 65535] : [0, most]
    throw new Refusal(
      `${file} has ${ends}; integer pixels are 0 to 255. Say the values of black and white, for example float_range=[${range.join(',')}].`,
      {
        field: 'float_range',
      },
    )
  }
  if (most > 0 && most < DARK && data.length >= TELLING)
    throw new Refusal(
      `${file} has ${ends}: read as 0 to 255 they are nearly black. Say which values are black and white: float_range=[0,${most}], or float_range=[0,255] if they are meant to be so dark.`,
      { field: 'float_range' },
    )
  const pixels = data instanceof Uint8Array ? data : Uint8Array.from(data)
  return { pixels, floatRange: null, guesses: guess('[0, 255]', `${ends} (${dtype})`), conversions: [] }
}

function guessedFloats({ data, dtype }: NpyArray, file: string): Values {
  const pixels = finiteFloats(data, file)
  const { least, most } = endsOf(pixels)
  const slack = ROUNDING[dtype] ?? 1e-5
  let below = 0
  for (const value of pixels) if (value < -slack) below++
  const share = below / pixels.length
  const spans = `values from ${show(least)} to ${show(most)}`
  const low = below === 0 ? 0 : -1
  const doubt = doubtOf({ least, most, slack, share, below, count: pixels.length })
  if (doubt)
    throw new Refusal(
      `${file} has ${spans}${doubt.why}. Say their range, for example ${doubt.remedies.join(' or ')}.`,
      {
        field: 'float_range',
      },
    )
  const range: Range = [low, 1]
  const kept = clipped(pixels, range)
  const because = low === 0 ? `${spans}` : `${spans}, ${(100 * share).toFixed(1)} % of them below 0`
  return {
    pixels: kept.pixels,
    floatRange: range,
    guesses: [{ field: 'float_range', took: `[${range.join(', ')}]`, because }],
    conversions: roundings(kept.moved, pixels.length, Math.max(low - least, most - 1)),
  }
}

const roundings = (moved: number, count: number, by: number): string[] =>
  moved === 0
    ? []
    : [
        `${moved} of ${count} values lay outside by rounding, by ${by.toExponential(1)} at most, and were set to the nearer end`,
      ]

type Spread = { least: number; most: number; slack: number; share: number; below: number; count: number }

/** Null where the values fill [0, 1] or [-1, 1]; else what is in doubt and ranges that are taken when they are given. */
function doubtOf({ least, most, slack, share, below, count }: Spread): { why: string; remedies: string[] } | null {
  const inside = (low: number, high: number) =>
    least >= low - slack * (high - low) && most <= high + slack * (high - low)
  if (inside(0, 1)) {
    if (most >= 0.25 || most <= 0 || count < TELLING) return null
    return {
      why: ', nearly black in [0, 1]',
      remedies: [`float_range=[0,${up(most)}]`, 'float_range=[0,1] if they are meant so'],
    }
  }
  if (inside(-1, 1)) {
    if (share >= 0.01 && least < -0.5 && most - least >= 1) return null
    return {
      why: `, ${below} of ${count} of them below 0, which is neither [0, 1] nor [-1, 1]`,
      remedies: ['float_range=[-1,1]', 'float_range=[0,1] clip=true'],
    }
  }
  if (least >= 0 && most <= 255 && most > 1.5) return { why: '', remedies: ['float_range=[0,255]'] }
  if (least >= 0 && most <= 65535 && most > 1.5) return { why: '', remedies: ['float_range=[0,65535]'] }
  const nice = (low: number, high: number) => `float_range=[${low},${high}]`
  if (least > -0.5 && most < 1.5)
    return {
      why: ', outside [0, 1] by more than rounding',
      remedies: ['float_range=[0,1] clip=true', nice(down(least), up(most))],
    }
  return { why: '', remedies: [nice(down(least), up(most))] }
}

const show = (value: number): number => Number(value.toPrecision(4))
/** Three digits that can be typed back, at or beyond the value. */
const up = (value: number): number => beyond(value, Math.ceil)
const down = (value: number): number => beyond(value, Math.floor)

function beyond(value: number, round: (value: number) => number): number {
  const unit = 10 ** (Math.floor(Math.log10(Math.max(Math.abs(value), 1e-30))) - 2)
  return Number((round(value / unit) * unit).toPrecision(6))
}

function inGivenRange({ data, dtype }: NpyArray, range: Range, clip: boolean, file: string): Values {
  const [low, high] = range
  if (data instanceof Uint8Array && low === 0 && high === 255)
    return { pixels: data, floatRange: null, guesses: [], conversions: [] }
  if (!dtype.startsWith('f') && isOnly(data, low, high))
    return { ...bytesOf(data, low, high), guesses: [], conversions: [`${low} and ${high} became 0 and 255`] }
  const pixels = finiteFloats(data, file)
  const { least, most } = endsOf(pixels)
  const slack = (ROUNDING[dtype] ?? 0) * (high - low)
  const within = least >= low - slack && most <= high + slack
  if (!within && !clip)
    throw new Refusal(
      `${file} has values from ${show(least)} to ${show(most)}, which is not within float_range ${low} to ${high}. Give a wider range, or clip=true to set what lies outside to its nearer end.`,
      { field: 'float_range' },
    )
  const { pixels: kept, moved } = clipped(pixels, range)
  const what = within ? 'outside by rounding' : 'outside'
  return {
    pixels: kept,
    floatRange: range,
    guesses: [],
    conversions: moved
      ? [`${moved} of ${kept.length} values, ${what}, set to the nearer end of ${low} to ${high}`]
      : [],
  }
}

/** In place. */
function clipped(pixels: Float32Array, [low, high]: Range): { pixels: Float32Array; moved: number } {
  let moved = 0
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] >= low && pixels[i] <= high) continue
    moved++
    pixels[i] = pixels[i] < low ? low : high
  }
  return { pixels, moved }
}

function finiteFloats(data: NpyArray['data'], file: string): Float32Array {
  const isFloat = data instanceof Float32Array
  if (!isFloat) refuseTooLarge(file, `${data.length} numbers as floats`, data.byteLength + 4 * data.length)
  const floats = isFloat ? data : Float32Array.from(data)
  const bad = floats.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return floats
  throw new Refusal(
    `${file} has ${data[bad]} at item ${bad}, which is no finite float32. Remove or replace such values.`,
    { field: file },
  )
}
