/** Inception as a graph for ONNX Runtime: pictures n x 3 x 299 x 299 in [-1, 1] in, n x 2,048 features out. */
import { encodeOnnx, type OnnxConstant, type OnnxNode } from '#compute/onnx/proto.ts'
import { buildInception, INCEPTION_FEATURES, INCEPTION_SIDE } from './architecture.ts'
import { foldBatchNorm, type StoredConvolution } from './fold-batch-norm.ts'

export function inceptionOnnx(weights: readonly StoredConvolution[]): Uint8Array {
  const nodes: OnnxNode[] = []
  const constants: OnnxConstant[] = []
  const left = weights.values()
  function add(op: string, inputs: string[], attributes: OnnxNode['attributes'] = {}): string {
    const output = `${op}_${nodes.length}`
    nodes.push({ op, inputs, output, attributes })
    return output
  }
  function constant(values: Float32Array, shape: number[]): string {
    const name = `constant_${constants.length}`
    constants.push({ name, shape, values })
    return name
  }
  const window = (stride: number, padding: number) => ({
    kernel_shape: [3, 3],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  })
  const features = buildInception<string>('pictures', {
    convolve(x, { inputs, outputs, kernel, stride, padding }) {
      const { kernel: values, bias } = foldBatchNorm(left.next().value!)
      const parts = [constant(values, [outputs, inputs, ...kernel]), constant(bias, [outputs])]
      const shape = { kernel_shape: [...kernel], strides: [stride, stride], pads: [...padding, ...padding] }
      return add('Relu', [add('Conv', [x, ...parts], shape)])
    },
    maxPool: (x, stride) => add('MaxPool', [x], window(stride, stride === 1 ? 1 : 0)),
    averagePool: (x) => add('AveragePool', [x], { ...window(1, 1), count_include_pad: 0 }),
    concat: (parts) => add('Concat', [...parts], { axis: 1 }),
    average: (x) => add('Flatten', [add('GlobalAveragePool', [x])], { axis: 1 }),
  })
  return encodeOnnx({
    nodes,
    constants,
    inputs: [{ name: 'pictures', shape: ['n', 3, INCEPTION_SIDE, INCEPTION_SIDE] }],
    outputs: [{ name: features, shape: ['n', INCEPTION_FEATURES] }],
  })
}
