/** The RefineNet under both NCSN networks: four residual stages, the last two dilated, and four refinements back up. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { bilinear } from './bilinear.ts'
import { conv3x3 } from './layers.ts'
import type { ImageShape } from './network.ts'
import type { Declare } from './parameters.ts'
import { chain, gain, type Layer, residual, type Style } from './residual-block.ts'

type Size = readonly [height: number, width: number]
type Constant = <T extends tfjs.Tensor>(tensor: T) => T

/**
 * [B, H, W, C] -> [B, H, W, C], with the level [B, L] that conditional norms read. Full size; half size, 2n channels; the same dilated
 * by 2; by 4: a 'down' block with a dilation does not pool. Lin et al. 2017, arXiv:1611.06612, as in the code of ncsn and ncsnv2.
 */
export function refineNet(
  tf: Tf,
  declare: Declare,
  constant: Constant,
  n: number,
  { height, width, channels }: ImageShape,
  style: Style,
): Layer {
  const full: Size = [height, width]
  const half: Size = [Math.floor(height / 2), Math.floor(width / 2)]
  const block = residual(tf, declare, style)
  const refine = refinement(tf, declare, constant, style)

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
  const norm = style.normElu('end/norm', n)
  const end = conv3x3(tf, declare, 'end', n, channels, { gain })

  return (x, level) => {
    const layer1 = res1(begin(x), level)
    const layer2 = res2(layer1, level)
    const layer3 = res3(layer2, level)
    const deep = refine2([layer3, refine1([res4(layer3, level)], level)], level)
    const up = refine3([layer2, deep], level)
    return end(norm(refine4([layer1, up], level), level))
  }
}

/**
 * RefineNet block (Lin et al. 2017, arXiv:1611.06612): residual units on each input, their fusion at the larger size, chained
 * pooling, residual units. Convolutions inside units and pooling carry no bias.
 */
function refinement(tf: Tf, declare: Declare, constant: Constant, style: Style) {
  return (
    name: string,
    inputs: readonly { channels: number; size: Size }[],
    outputs: number,
    size: Size,
    units = 1,
  ): ((xs: tfjs.Tensor4D[], level?: tfjs.Tensor2D) => tfjs.Tensor4D) => {
    const adapt = inputs.map(({ channels }, i) => residualUnits(tf, declare, style, `${name}/adapt/${i}`, channels, 2))
    const fuse =
      inputs.length === 1
        ? null
        : inputs.map((input, i) => ({
            before: style.fusion(`${name}/fuse/${i}/norm`, input.channels),
            conv: conv3x3(tf, declare, `${name}/fuse/${i}`, input.channels, outputs, { gain }),
            enlarge: bilinear(tf, constant, input.size, size),
          }))
    const pooling = chainedPooling(tf, declare, style, `${name}/pool`, outputs)
    const output = residualUnits(tf, declare, style, `${name}/output`, outputs, units)
    return (xs, level) => {
      const adapted = xs.map((x, i) => adapt[i](x, level))
      const joined = fuse
        ? fuse
            .map(({ before, conv, enlarge }, i) => enlarge(conv(before(adapted[i], level))))
            .reduce((a, b) => a.add(b))
        : adapted[0]
      return output(pooling(joined, level), level)
    }
  }
}

/** x + conv(u(conv(u(x)))), `units` times, u being elu, after a norm where the style has one. */
function residualUnits(tf: Tf, declare: Declare, style: Style, name: string, channels: number, units: number): Layer {
  const unit = (i: number): Layer => {
    const [first, second] = [0, 1].map((j) => {
      const before = style.unit(`${name}/${i}/${j}/norm`, channels)
      const conv = conv3x3(tf, declare, `${name}/${i}/${j}`, channels, channels, { bias: false, gain })
      return chain(before, conv)
    })
    return (x, level) => x.add(second(first(x, level), level))
  }
  return chain(...Array.from({ length: units }, (_, i) => unit(i)))
}

/** h = elu(x); h + p1 + p2, p1 = conv(pool5x5(h)), p2 = conv(pool5x5(p1)). */
function chainedPooling(tf: Tf, declare: Declare, style: Style, name: string, channels: number): Layer {
  const stages = [0, 1].map((i) => {
    const pool = style.pooling(`${name}/${i}/norm`, channels)
    return chain(pool, conv3x3(tf, declare, `${name}/${i}`, channels, channels, { bias: false, gain }))
  })
  return (x, level) => {
    let path: tfjs.Tensor4D = x.elu()
    let sum = path
    for (const stage of stages) {
      path = stage(path, level)
      sum = sum.add(path)
    }
    return sum
  }
}
