/** A picture whose stored values have a range of their own: floats, 0/1 masks, 12 bits in 16. Brought to bytes before it is scaled. */
import sharp, { type Sharp } from 'sharp'
import { Refusal } from '#contract/refusal.ts'

type Header = { depth?: string; space?: string; channels?: number }
type Choice = { range?: readonly [number, number]; clip?: boolean }

/** Rounding of float arithmetic, as a share of the range. */
const ROUNDING = 1e-5

/** Bytes round(255 (v - black) / (white - black)). Refuses floats without a range, and values beyond it unless they are clipped. */
export async function rangedPicture(
  picture: Sharp,
  { depth, channels = 3 }: Header,
  { range, clip }: Choice,
  path: string,
): Promise<Sharp> {
  const few = channels <= 2
  const space = depth === 'ushort' ? (few ? 'grey16' : 'rgb16') : few ? 'b-w' : 'srgb'
  const { data, info } = await picture
    .toColourspace(space)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true })
  const values = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length))
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    if (!Number.isFinite(value))
      throw new Refusal(`${path} has the value ${value}. Remove or replace such values.`, { field: path })
    if (value < least) least = value
    if (value > most) most = value
  }
  const spans = `${path} has ${depth} values from ${Number(least.toPrecision(4))} to ${Number(most.toPrecision(4))}`
  if (!range) {
    const guess = least >= 0 && most <= 1 ? '[0,1]' : least >= -1 && most <= 1 ? '[-1,1]' : least >= 0 && most <= 255 ? '[0,255]' : `[${Math.floor(least)},${Math.ceil(most)}]` // prettier-ignore
    throw new Refusal(
      `${spans}: pictures of floats need their range. Say which values are black and white, for example float_range=${guess}.`,
      {
        field: 'float_range',
      },
    )
  }
  const [low, high] = range
  const slack = ROUNDING * (high - low)
  if (!clip && (least < low - slack || most > high + slack))
    throw new Refusal(
      `${spans}, which is not within float_range ${low} to ${high}. Give a wider range, or clip=true.`,
      {
        field: 'float_range',
      },
    )
  const bytes = Uint8ClampedArray.from(values, (value) => (255 * (value - low)) / (high - low))
  return sharp(Buffer.from(bytes.buffer), { raw: { width: info.width, height: info.height, channels: info.channels } })
}
