/**
 * The Inception-v3 that FID is defined in: TensorFlow's graph of 2015-12-05, which differs from the published network in pooling.
 * Szegedy et al., Rethinking the Inception Architecture (2016), arXiv:1512.00567; Heusel et al. (2017), arXiv:1706.08500, use its
 * 2,048 averaged features. Averages leave padding out of the count, and the last block pools by maximum.
 */

/** Shape of one convolution's kernel, its stride, and the zeros around its input (rows, columns). Each is followed by a batch norm and ReLU. */
export type Convolution = {
  inputs: number
  outputs: number
  kernel: readonly [number, number]
  stride: number
  padding: readonly [number, number]
}

/** What the network is made of; a runtime gives each part its meaning. */
export type Parts<T> = {
  /** The next convolution, with its batch norm, and ReLU. */
  convolve(x: T, layer: Convolution): T
  /** 3x3, on whole windows at stride 2, or at stride 1 with one pixel of padding that never wins. */
  maxPool(x: T, stride: 1 | 2): T
  /** 3x3 at stride 1, over the pixels inside the image alone. */
  averagePool(x: T): T
  /** By channels. */
  concat(parts: readonly T[]): T
  /** Over all positions: n x channels. */
  average(x: T): T
}

export const INCEPTION_SIDE = 299
export const INCEPTION_FEATURES = 2048

/** A branch: kernels one after the other as [outputs, rows, columns], sides kept. */
type Branch = readonly (readonly [outputs: number, rows: number, columns: number])[]

/** Walks the network once from an image of three channels, in the order in which its weights are stored. */
export function buildInception<T>(image: T, { convolve, maxPool, averagePool, concat, average }: Parts<T>): T {
  const widths = new Map<T, number>([[image, 3]])
  const widthOf = (x: T) => widths.get(x)!
  const as = (x: T, width: number) => (widths.set(x, width), x)
  function conv(x: T, [outputs, rows, columns]: Branch[number], stride = 1, padded = true): T {
    const padding = padded ? ([(rows - 1) / 2, (columns - 1) / 2] as const) : ([0, 0] as const)
    const layer = { inputs: widthOf(x), outputs, kernel: [rows, columns], stride, padding } as const
    return as(convolve(x, layer), outputs)
  }
  const chain = (x: T, branch: Branch) => branch.reduce((y, kernel) => conv(y, kernel), x)
  /** Shrinks the sides by its last convolution. */
  const shrink = (x: T, branch: Branch) => conv(chain(x, branch.slice(0, -1)), branch.at(-1)!, 2, false)
  const smaller = (x: T) => as(maxPool(x, 2), widthOf(x))
  const averaged = (x: T) => as(averagePool(x), widthOf(x))
  const join = (parts: T[]) =>
    as(
      concat(parts),
      parts.reduce((sum, part) => sum + widthOf(part), 0),
    )

  const blockA = (x: T, pooled: number) => {
    const parts = [
      [[64, 1, 1]],
      [
        [48, 1, 1],
        [64, 5, 5],
      ],
      [
        [64, 1, 1],
        [96, 3, 3],
        [96, 3, 3],
      ],
    ] as const
    return join([...parts.map((branch) => chain(x, branch)), conv(averaged(x), [pooled, 1, 1])])
  }
  const blockC = (x: T, n: number) => {
    const short: Branch = [
      [n, 1, 1],
      [n, 1, 7],
      [192, 7, 1],
    ]
    const long: Branch = [
      [n, 1, 1],
      [n, 7, 1],
      [n, 1, 7],
      [n, 7, 1],
      [192, 1, 7],
    ]
    const parts = [[[192, 1, 1]] as const, short, long].map((branch) => chain(x, branch))
    return join([...parts, conv(averaged(x), [192, 1, 1])])
  }
  const blockE = (x: T, pool: (x: T) => T) => {
    const fork = (y: T) => [conv(y, [384, 1, 3]), conv(y, [384, 3, 1])]
    const whole = conv(x, [320, 1, 1])
    const short = fork(conv(x, [384, 1, 1]))
    const long = fork(
      chain(x, [
        [448, 1, 1],
        [384, 3, 3],
      ]),
    )
    return join([whole, ...short, ...long, conv(pool(x), [192, 1, 1])])
  }

  let x = conv(image, [32, 3, 3], 2, false)
  x = conv(x, [32, 3, 3], 1, false)
  x = smaller(conv(x, [64, 3, 3]))
  x = conv(x, [80, 1, 1])
  x = smaller(conv(x, [192, 3, 3], 1, false))
  for (const pooled of [32, 64, 64]) x = blockA(x, pooled)
  x = join([
    shrink(x, [[384, 3, 3]]),
    shrink(x, [
      [64, 1, 1],
      [96, 3, 3],
      [96, 3, 3],
    ]),
    smaller(x),
  ])
  for (const n of [128, 160, 160, 192]) x = blockC(x, n)
  const [narrow, long]: Branch[] = [
    [
      [192, 1, 1],
      [320, 3, 3],
    ],
    [
      [192, 1, 1],
      [192, 1, 7],
      [192, 7, 1],
      [192, 3, 3],
    ],
  ]
  x = join([shrink(x, narrow!), shrink(x, long!), smaller(x)])
  x = blockE(x, averaged)
  x = blockE(x, (y) => as(maxPool(y, 1), widthOf(y)))
  return average(x)
}

/** All 94 convolutions in the order of their weights. */
export function inceptionConvolutions(): Convolution[] {
  const found: Convolution[] = []
  const nothing = () => ({})
  buildInception<object>(
    {},
    {
      convolve: (_, layer) => (found.push(layer), {}),
      maxPool: nothing,
      averagePool: nothing,
      concat: nothing,
      average: nothing,
    },
  )
  return found
}
