/** Gives the WebAssembly backend the gradients of convolution it lacks, so that networks train there too. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from './tf.ts'
import { filterGradient, inputGradient } from './convolution-gradients.ts'

type Attributes = { strides: number | [number, number]; pad: 'same' | 'valid' | number }

/**
 * The backend has no kernel for the filter's gradient, and a slow one for the input's: both are replaced by compositions of its
 * forward convolution (2.5 times as fast in a U-Net's step). Stride 1 only, which is all that our networks train with.
 */
export function registerWasmGradients(tf: Tf) {
  replaceKernel(tf, 'Conv2DBackpropFilter', ({ x, dy }, attributes) => {
    const { filterShape } = attributes as Attributes & { filterShape: [number, number, number, number] }
    const [height, width, channels, outputs] = filterShape
    if (height === 1 && width === 1 && isUnitStride(attributes)) {
      const [rows, columns] = [tf.reshape(x!, [-1, channels]), tf.reshape(dy!, [-1, outputs])]
      return tf.reshape(tf.matMul(rows, columns, true), filterShape)
    }
    return filterGradient(tf, x!, dy!, paddingOf(tf, x!.shape, filterShape, attributes))
  })
  replaceKernel(tf, 'Conv2DBackpropInput', ({ dy, filter }, attributes) => {
    const { inputShape } = attributes as Attributes & { inputShape: [number, number, number, number] }
    return inputGradient(tf, dy!, filter!, paddingOf(tf, inputShape, filter!.shape, attributes))
  })
  mendMaxPool(tf)
}

/**
 * The backend's gradient of max pooling searches each window from 0 up, so a window with nothing above 0 sends its gradient to
 * the first pixel of the image. Where the maximum is does not change when all pixels are moved above 0 first.
 */
function mendMaxPool(tf: Tf) {
  const native = tf.getKernel('MaxPoolGrad', 'wasm')
  tf.unregisterKernel('MaxPoolGrad', 'wasm')
  tf.registerKernel({
    ...native,
    kernelFunc(call) {
      const pixels = call.inputs.input as Tensor4D
      const input = tf.tidy(() => tf.sub(tf.add(pixels, 1), tf.min(pixels)))
      try {
        return native.kernelFunc({ ...call, inputs: { ...call.inputs, input } })
      } finally {
        input.dispose()
      }
    },
  })
}

type Gradient = (inputs: Record<string, Tensor4D>, attributes: Attributes) => Tensor4D

function replaceKernel(tf: Tf, kernelName: string, gradient: Gradient) {
  if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm')
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => gradient(inputs as Record<string, Tensor4D>, attrs as unknown as Attributes)),
  })
}

const isUnitStride = ({ strides }: Attributes) => [strides].flat().every((stride) => stride === 1)

type Shape4D = [number, number, number, number]

function paddingOf(tf: Tf, inputShape: Shape4D, filterShape: Shape4D, attributes: Attributes) {
  if (!isUnitStride(attributes)) throw new Error('the WebAssembly backend has gradients of stride-1 convolutions only')
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, 1, 1, attributes.pad).padInfo
}
