/** Published bits a dimension of images in 256 steps, as what a network here tells of them is shown beside. */

export type PublishedBits = { data: string; bits: number; model: string; source: string }

/** Discrete log-likelihoods of test images, uniformly dequantised or by a variational bound; each as its source prints it. */
const PUBLISHED: readonly (PublishedBits & { names: RegExp })[] = [
  {
    names: /^mnist/,
    data: 'MNIST',
    bits: 0.99,
    model: 'FFJORD, multi-scale',
    source: 'Grathwohl et al. 2019, arXiv:1810.01367, table 2',
  },
  {
    names: /^mnist/,
    data: 'MNIST',
    bits: 1.05,
    model: 'Glow',
    source: 'Grathwohl et al. 2019, arXiv:1810.01367, table 2',
  },
  {
    names: /^mnist/,
    data: 'MNIST',
    bits: 1.06,
    model: 'Real NVP',
    source: 'Grathwohl et al. 2019, arXiv:1810.01367, table 2',
  },
  {
    names: /^cifar10/,
    data: 'CIFAR-10',
    bits: 2.64,
    model: 'VDM',
    source: 'Kingma et al. 2021, arXiv:2107.00630, as the README of google-research/vdm states it',
  },
]

/** Of a data set by its name; none where nothing was published of it here. */
export const publishedBits = (name: string): PublishedBits[] =>
  PUBLISHED.filter(({ names }) => names.test(name)).map(({ data, bits, model, source }) => ({
    data,
    bits,
    model,
    source,
  }))

/** `FFJORD .99 (Grathwohl ...)`, in one sentence; null where there is none. */
export function publishedBitsText(name: string): string | null {
  const rows = publishedBits(name)
  if (rows.length === 0) return null
  const sources = [...new Set(rows.map(({ source }) => source))]
  const figures = sources
    .map((one) => {
      const own = rows.filter(({ source }) => source === one)
      return `${own.map(({ model, bits }) => `${model} ${bits}`).join(', ')} (${one})`
    })
    .join('; ')
  return `Published for ${rows[0].data} unblurred: ${figures}. To be held beside what tells the image, which rises to it as σ falls; the bits of the blur are this σ's own.`
}
