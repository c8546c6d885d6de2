/** The Gaussian blur along one axis of an image, in float64: its gains where it is periodic, its matrix in either form. */

/**
 * c_k = exp(-(2 pi k / size)^2 b^2 / 2) for k = 0 .. size - 1, k taken as the nearer of k and k - size: the gains of the periodic
 * blur of standard deviation `std` = b pixels on the discrete Fourier transform. In two dimensions they multiply, c_k c_l.
 */
export function periodicGains(size: number, std: number): Float64Array {
  return Float64Array.from({ length: size }, (_, k) => {
    const omega = (2 * Math.PI * Math.min(k, size - k)) / size
    return Math.exp(-((omega * std) ** 2) / 2)
  })
}

/**
 * The real Fourier basis of Hartley, H_kn = (cos + sin)(2 pi k n / size) / sqrt(size), row by row: symmetric, H H = I, and every
 * circulant matrix with symmetric kernel, such as the periodic blur, is H diag(c) H. Hartley 1942, doi:10.1109/JRPROC.1942.234333.
 */
export function hartleyBasis(size: number): Float64Array {
  const basis = new Float64Array(size * size)
  for (let k = 0; k < size; k++)
    for (let n = 0; n < size; n++) {
      const angle = (2 * Math.PI * ((k * n) % size)) / size
      basis[k * size + n] = (Math.cos(angle) + Math.sin(angle)) / Math.sqrt(size)
    }
  return basis
}

/**
 * C_ij = g(i - j), row by row, g(d) = exp(-d^2 / (2 b^2)) for |d| <= halfSize, divided by its sum over all 2 halfSize + 1 taps: what
 * lies outside the image counts as 0, so that borders darken. Symmetric; the identity at std = 0.
 */
export function zeroPaddedMatrix(size: number, std: number, halfSize: number): Float64Array {
  const tap = (d: number) => (d === 0 ? 1 : std === 0 ? 0 : Math.exp(-(d * d) / (2 * std * std)))
  let sum = 1
  for (let d = 1; d <= halfSize; d++) sum += 2 * tap(d)
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) if (Math.abs(i - j) <= halfSize) matrix[i * size + j] = tap(i - j) / sum
  return matrix
}

/** The periodic blur as a matrix, row by row: I + H diag(c - 1) H, which is I exactly at std = 0. */
export function periodicMatrix(size: number, std: number): Float64Array {
  const gains = periodicGains(size, std)
  const kernel = Float64Array.from({ length: size }, (_, d) => {
    let sum = d === 0 ? size : 0
    for (let k = 0; k < size; k++) sum += (gains[k] - 1) * Math.cos((2 * Math.PI * ((k * d) % size)) / size)
    return sum / size
  })
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size]
    return kernel[(i - j + size) % size]
  })
}
