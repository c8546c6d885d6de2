/** The discrete Fourier transform of any length in float64: radix 2, and Bluestein's chirp for the rest. */

/** Real and imaginary parts, transformed together in place. */
export type Complex = { re: Float64Array; im: Float64Array }

export const complex = (size: number): Complex => ({ re: new Float64Array(size), im: new Float64Array(size) })

/** X_k = sum_n x_n e^{-2 pi i n k/N}, in place, unnormalised (Cooley & Tukey 1965; Bluestein 1970). */
export function fft(x: Complex): void {
  const size = x.re.length
  if (size <= 1) return
  if ((size & (size - 1)) === 0) radix2(x)
  else bluestein(x)
}

/** The inverse, with its 1/N: swapping the parts before and after turns e^{-i..} into e^{+i..}. */
export function inverseFft(x: Complex): void {
  fft({ re: x.im, im: x.re })
  const size = x.re.length
  for (let n = 0; n < size; n++) {
    x.re[n] /= size
    x.im[n] /= size
  }
}

/** Rows, then columns, of a row-major height x width array; `inverse` includes the 1/(height width). */
export function fft2(x: Complex, height: number, width: number, inverse = false): void {
  const transform = inverse ? inverseFft : fft
  for (let row = 0; row < height; row++) {
    const part = (values: Float64Array) => values.subarray(row * width, (row + 1) * width)
    transform({ re: part(x.re), im: part(x.im) })
  }
  const column = complex(height)
  for (let at = 0; at < width; at++) {
    for (let row = 0; row < height; row++) {
      column.re[row] = x.re[row * width + at]
      column.im[row] = x.im[row * width + at]
    }
    transform(column)
    for (let row = 0; row < height; row++) {
      x.re[row * width + at] = column.re[row]
      x.im[row * width + at] = column.im[row]
    }
  }
}

function radix2({ re, im }: Complex): void {
  const size = re.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[re[i], re[j]] = [re[j], re[i]]
      ;[im[i], im[j]] = [im[j], im[i]]
    }
  }
  for (let span = 2; span <= size; span *= 2) {
    const half = span / 2
    for (let k = 0; k < half; k++) {
      // each twiddle from its own angle: a running product would lose digits
      const [c, s] = [Math.cos((2 * Math.PI * k) / span), -Math.sin((2 * Math.PI * k) / span)]
      for (let at = k; at < size; at += span) {
        const other = at + half
        const real = c * re[other] - s * im[other]
        const imaginary = c * im[other] + s * re[other]
        re[other] = re[at] - real
        im[other] = im[at] - imaginary
        re[at] += real
        im[at] += imaginary
      }
    }
  }
}

/** n k = (n^2 + k^2 - (k - n)^2)/2 turns the sum into a convolution with a chirp, done at the next power of two. */
function bluestein({ re, im }: Complex): void {
  const size = re.length
  let length = 1
  while (length < 2 * size - 1) length *= 2
  // n^2 modulo 2N keeps the angle small and exact
  const angle = (n: number) => (Math.PI * ((n * n) % (2 * size))) / size
  const [chirp, signal, kernel] = [complex(size), complex(length), complex(length)]
  for (let n = 0; n < size; n++) {
    const [c, s] = [Math.cos(angle(n)), Math.sin(angle(n))]
    chirp.re[n] = c
    chirp.im[n] = -s
    signal.re[n] = re[n] * c + im[n] * s
    signal.im[n] = im[n] * c - re[n] * s
    kernel.re[n] = c
    kernel.im[n] = s
    if (n > 0) {
      kernel.re[length - n] = c
      kernel.im[length - n] = s
    }
  }
  radix2(signal)
  radix2(kernel)
  for (let k = 0; k < length; k++) {
    const real = signal.re[k] * kernel.re[k] - signal.im[k] * kernel.im[k]
    signal.im[k] = signal.re[k] * kernel.im[k] + signal.im[k] * kernel.re[k]
    signal.re[k] = real
  }
  inverseFft(signal)
  for (let k = 0; k < size; k++) {
    re[k] = signal.re[k] * chirp.re[k] - signal.im[k] * chirp.im[k]
    im[k] = signal.re[k] * chirp.im[k] + signal.im[k] * chirp.re[k]
  }
}
