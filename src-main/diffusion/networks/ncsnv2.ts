/** NCSNv2: an unconditional RefineNet whose output, divided by sigma, is the score. */
import type * as tfjs from '@tensorflow/tfjs'
import { dilatedConv2d } from '#compute/dilated-convolution.ts'
import type { Tf } from '#compute/backend.ts'
import { bilinear } from './bilinear.ts'
import { instanceNormPlusElu } from './instance-norm-plus.ts'
import { conv1x1, conv3x3, downsample2 } from './layers.ts'
import type { Build } from './network.ts'
import type { Declare } from './parameters.ts'

type Layer = (x: tfjs.Tensor4D) => tfjs.Tensor4D
type Size = readonly [height: number, width: number]

/** The authors start from PyTorch's default, uniform within 1/sqrt(fan_in): this standard deviation. */
const gain = 1 / Math.sqrt(3)

/**
 * score(x, sigma) = net(2x - 1)/sigma for x in [0, 1], so denoised = x + sigma net(2x - 1). The noise level enters nowhere else:
 * one training serves every sequence. Four residual stages (full size; half size, 2n channels; the same dilated by 2; by 4),
 * four refinements back up. Parameters: 1811 n^2 + 123 n + 18 C n + C, n = ngf, C channels. Song & Ermon 2020, arXiv:2006.09011,
 * appendix B, with the layers of the authors' code: a 'down' block with a dilation does not pool.
 */
export const buildNcsnv2: Build<'ncsnv2'> = (tf, declare, constant, { ngf: n }, { height, width, channels }) => {
  const full: Size = [height, width]
  const half: Size = [Math.floor(height / 2), Math.floor(width / 2)]
  const block = residual(tf, declare)
  const refine = refinement(tf, declare, constant)

  const begin = conv3x3(tf, declare, 'begin', channels, n, { gain })
  const res1 = chain(block('res1/0', n, n), block('res1/1', n, n))
  const res2 = chain(block('res2/0', n, 2 * n, 'pool'), block('res2/1', 2 * n, 2 * n))
  const res3 = chain(block('res3/0', 2 * n, 2 * n, 'shortcut', 2), block('res3/1', 2 * n, 2 * n, 'plain', 2))
  const res4 = chain(block('res4/0', 2 * n, 2 * n, 'shortcut', 4), block('res4/1', 2 * n, 2 * n, 'plain', 4))
  const refine1 = refine('refine1', [{ channels: 2 * n, size: half }], 2 * n, half)
  const two = [{ channels: 2 * n, size: half }, { channels: 2 * n, size: half }] // prettier-ignore
  const refine2 = refine('refine2', two, 2 * n, half)
  const refine3 = refine('refine3', two, n, half)
  const refine4 = refine('refine4', [{ channels: n, size: full }, { channels: n, size: half }], n, full, 3) // prettier-ignore
  const norm = instanceNormPlusElu(tf, declare, 'end/norm', n)
  const end = conv3x3(tf, declare, 'end', n, channels, { gain })

  return (x, sigma) => {
    const layer1 = res1(begin(x.mul(2).sub(1) as tfjs.Tensor4D))
    const layer2 = res2(layer1)
    const layer3 = res3(layer2)
    const up = refine3([layer2, refine2([layer3, refine1([res4(layer3)])])])
    const output = end(norm(refine4([layer1, up])))
    return x.add(output.mul(sigma.reshape([-1, 1, 1, 1])))
  }
}

const chain =
  (...layers: Layer[]): Layer =>
  (x) =>
    layers.reduce((h, layer) => layer(h), x)

/**
 * shortcut(x) + conv(elu(norm(conv(elu(norm(x)))))). plain: the shortcut is x. shortcut: a convolution like the others.
 * pool: second convolution and a 1x1 shortcut, each followed by the mean over 2x2 blocks.
 */
function residual(tf: Tf, declare: Declare) {
  return (
    name: string,
    inputs: number,
    outputs: number,
    kind: 'plain' | 'shortcut' | 'pool' = 'plain',
    dilation = 1,
  ): Layer => {
    const convolution = (part: string, from: number, to: number): Layer =>
      dilated(tf, declare, `${name}/${part}`, from, to, dilation)
    const hidden = kind === 'plain' ? outputs : inputs
    const norm1 = instanceNormPlusElu(tf, declare, `${name}/norm1`, inputs)
    const conv1 = convolution('conv1', inputs, hidden)
    const norm2 = instanceNormPlusElu(tf, declare, `${name}/norm2`, hidden)
    const conv2 = convolution('conv2', hidden, outputs)
    const body: Layer = (x) => conv2(norm2(conv1(norm1(x))))
    if (kind === 'plain') return (x) => x.add(body(x))
    if (kind === 'shortcut') {
      const shortcut = convolution('shortcut', inputs, outputs)
      return (x) => shortcut(x).add(body(x))
    }
    const shortcut = conv1x1(declare, `${name}/shortcut`, inputs, outputs, { gain })
    // Mean and 1x1 convolution commute: pooled first, the convolution has a quarter of the pixels.
    return (x) => shortcut(downsample2(tf, x)).add(downsample2(tf, body(x)))
  }
}

function dilated(tf: Tf, declare: Declare, name: string, inputs: number, outputs: number, dilation: number): Layer {
  if (dilation === 1) return conv3x3(tf, declare, name, inputs, outputs, { gain })
  const w = declare(`${name}/weight`, [3, 3, inputs, outputs], {
    std: gain / Math.sqrt(9 * inputs),
  }) as unknown as tfjs.Tensor4D
  const b = declare(`${name}/bias`, [outputs], 'zeros')
  return (x) => dilatedConv2d(tf, x, w, dilation).add(b)
}

/**
 * RefineNet block (Lin et al. 2017, arXiv:1611.06612): residual units on each input, their fusion at the larger size, chained
 * pooling, residual units. Convolutions inside units and pooling carry no bias.
 */
function refinement(tf: Tf, declare: Declare, constant: <T extends tfjs.Tensor>(tensor: T) => T) {
  return (
    name: string,
    inputs: readonly { channels: number; size: Size }[],
    outputs: number,
    size: Size,
    units = 1,
  ): ((xs: tfjs.Tensor4D[]) => tfjs.Tensor4D) => {
    const adapt = inputs.map(({ channels }, i) => residualUnits(tf, declare, `${name}/adapt/${i}`, channels, 2))
    const fuse =
      inputs.length === 1
        ? null
        : inputs.map((input, i) => ({
            conv: conv3x3(tf, declare, `${name}/fuse/${i}`, input.channels, outputs, { gain }),
            enlarge: bilinear(tf, constant, input.size, size),
          }))
    const pooling = chainedPooling(tf, declare, `${name}/pool`, outputs)
    const output = residualUnits(tf, declare, `${name}/output`, outputs, units)
    return (xs) => {
      const adapted = xs.map((x, i) => adapt[i](x))
      const joined = fuse
        ? fuse.map(({ conv, enlarge }, i) => enlarge(conv(adapted[i]))).reduce((a, b) => a.add(b))
        : adapted[0]
      return output(pooling(joined))
    }
  }
}

/** x + conv(elu(conv(elu(x)))), `units` times. */
function residualUnits(tf: Tf, declare: Declare, name: string, channels: number, units: number): Layer {
  const unit = (i: number): Layer => {
    const [first, second] = [0, 1].map((j) =>
      conv3x3(tf, declare, `${name}/${i}/${j}`, channels, channels, { bias: false, gain }),
    )
    return (x) => x.add(second(first(x.elu()).elu()))
  }
  return chain(...Array.from({ length: units }, (_, i) => unit(i)))
}

/** h = elu(x); h + p1 + p2, p1 = conv(max5x5(h)), p2 = conv(max5x5(p1)). */
function chainedPooling(tf: Tf, declare: Declare, name: string, channels: number): Layer {
  const convs = [0, 1].map((i) => conv3x3(tf, declare, `${name}/${i}`, channels, channels, { bias: false, gain }))
  return (x) => {
    let path: tfjs.Tensor4D = x.elu()
    let sum = path
    for (const conv of convs) {
      path = conv(tf.maxPool(path, 5, 1, 'same'))
      sum = sum.add(path)
    }
    return sum
  }
}
