/** What a periodic Gaussian blur leaves of each frequency. */

/** exp(-(2 pi k/size)^2 std^2/2): the transform, at frequency k of a period of `size` pixels, of a Gaussian of `std` pixels. */
export const blurGain = (k: number, size: number, std: number): number =>
  Math.exp((-1 / 2) * ((2 * Math.PI * k * std) / size) ** 2)
