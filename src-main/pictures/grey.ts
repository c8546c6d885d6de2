/** Grey from colour. Two conventions, up to 70 of 255 apart, so that the one in use is always said. */

export const GREY_SAID = {
  bt601: 'grey = .299 R + .587 G + .114 B of the stored values (ITU-R BT.601, as Pillow, torchvision and OpenCV do)',
  luminance: 'grey = linear-light luminance, taken back to the sRGB curve (as libvips does)',
} as const
export type GreyName = keyof typeof GREY_SAID

/**
 * Of interleaved RGB. BT.601 of bytes in Pillow's whole numbers, (19595 R + 38470 G + 7471 B + 2^15) >> 16, so that its 'L' comes out to the
 * byte; of floats in float64. Luminance: Y = .2126 R + .7152 G + .0722 B of the linear values (IEC 61966-2-1), black and white being `range`.
 */
export function greyOf<T extends Uint8Array | Float32Array>(
  rgb: T,
  grey: GreyName,
  range: readonly [number, number] = rgb instanceof Uint8Array ? [0, 255] : [0, 1],
): { values: T; said: string } {
  const values = (rgb instanceof Uint8Array ? new Uint8Array(rgb.length / 3) : new Float32Array(rgb.length / 3)) as T
  const mix = grey === 'luminance' ? luminance(range) : rgb instanceof Uint8Array ? wholeBt601 : bt601
  for (let i = 0; i < values.length; i++) values[i] = mix(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2])
  return { values, said: GREY_SAID[grey] }
}

const wholeBt601 = (r: number, g: number, b: number) => (19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16
const bt601 = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b

const toLinear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
const toSrgb = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055)

function luminance([black, white]: readonly [number, number]) {
  const linear = (v: number) => toLinear((v - black) / (white - black))
  return (r: number, g: number, b: number) => {
    const grey = black + (white - black) * toSrgb(0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b))
    return white === 255 && black === 0 ? Math.round(grey) : grey
  }
}
