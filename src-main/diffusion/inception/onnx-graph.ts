/** Inception as a graph for ONNX Runtime: pictures n x 3 x 299 x 299 in [-1, 1] in, n x 2,048 features out. */
import { onnxBuilder } from '#compute/onnx/builder.ts'
import { attribute } from '#compute/onnx/model.ts'
import { buildInception, INCEPTION_FEATURES, INCEPTION_SIDE } from './architecture.ts'
import { foldBatchNorm, type StoredConvolution } from './fold-batch-norm.ts'

/** Names of what goes in and what comes out. */
export const [PICTURES, FEATURES_OUT] = ['pictures', 'features']

const { int, ints } = attribute

export function inceptionOnnx(weights: readonly StoredConvolution[]): Uint8Array {
  const { input, constant, add, finish } = onnxBuilder()
  const left = weights.values()
  const window = (kernel: readonly number[], stride: number, padding: readonly number[]) => [
    ints('kernel_shape', [...kernel]),
    ints('strides', [stride, stride]),
    ints('pads', [...padding, ...padding]),
  ]
  const pictures = input(PICTURES, ['n', 3, INCEPTION_SIDE, INCEPTION_SIDE])
  const features = buildInception<string>(pictures, {
    convolve(x, { inputs, outputs, kernel, stride, padding }) {
      const folded = foldBatchNorm(left.next().value!)
      const parts = [constant([outputs, inputs, ...kernel], folded.kernel), constant([outputs], folded.bias)]
      return add('Relu', [add('Conv', [x, ...parts], window(kernel, stride, padding))])
    },
    maxPool: (x, stride) => add('MaxPool', [x], window([3, 3], stride, stride === 1 ? [1, 1] : [0, 0])),
    averagePool: (x) => add('AveragePool', [x], [...window([3, 3], 1, [1, 1]), int('count_include_pad', 0)]),
    concat: (parts) => add('Concat', [...parts], [int('axis', 1)]),
    average: (x) => add('Flatten', [add('GlobalAveragePool', [x])], [int('axis', 1)]),
  })
  return finish({ name: FEATURES_OUT, from: features, dims: ['n', INCEPTION_FEATURES] })
}
