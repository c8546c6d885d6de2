/** Batch norm drawn into the convolution before it, so that a runtime has one layer less to run. */

/** As stored: kernel OIHW; the norm has no scale of its own, as in TensorFlow's slim. */
export type StoredConvolution = {
  kernel: Float32Array
  beta: Float32Array
  mean: Float32Array
  variance: Float32Array
}
export type FoldedConvolution = { kernel: Float32Array; bias: Float32Array }

const EPSILON = 1e-3

/** (w * x - m)/sqrt(v + 1e-3) + beta = (w/s) * x + (beta - m/s) with s = sqrt(v + 1e-3), computed in float64 and rounded once. */
export function foldBatchNorm({ kernel, beta, mean, variance }: StoredConvolution): FoldedConvolution {
  const outputs = beta.length
  const each = kernel.length / outputs
  const folded = new Float32Array(kernel.length)
  const bias = new Float32Array(outputs)
  for (let o = 0; o < outputs; o++) {
    const scale = 1 / Math.sqrt(variance[o]! + EPSILON)
    for (let i = o * each; i < (o + 1) * each; i++) folded[i] = kernel[i]! * scale
    bias[o] = beta[o]! - mean[o]! * scale
  }
  return { kernel: folded, bias }
}
