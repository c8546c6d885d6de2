/** An ONNX graph as what it answers to images: chunks of bounded size, layouts turned, the noise level in the type that it takes. */
import type * as tfjs from '@tensorflow/tfjs'
import type { OnnxData, OnnxFeed, OnnxGraphSession } from '#compute/onnx/runtime.ts'
import type { Tf } from '#compute/tf.ts'
import type { NetworkCard } from '#contract/network-card.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RawAnswer } from './card-denoiser.ts'
import type { OnnxPorts, TimeType } from './onnx-ports.ts'

/** Images at a time where the graph takes any number: it bounds what the graph's own layers hold. */
const CHUNK = 64

/** The session stays the caller's. Blocks the thread while the graph runs, as every tensor operation does. */
export function onnxAnswer(tf: Tf, session: OnnxGraphSession, card: NetworkCard, ports: OnnxPorts): RawAnswer {
  const { shape, layout, input, output, time } = card
  const { height, width, channels } = shape
  const size = height * width * channels
  const dims = (layout === 'nchw' ? [channels, height, width] : [height, width, channels]) as [number, number, number]
  const { single } = ports

  function run(x: Float32Array, times: Float32Array): Float32Array {
    const count = times.length
    const batch = ports.batch ?? count
    const level = single ? times.subarray(0, 1) : padded(times, batch, 1)
    const feeds: Record<string, OnnxFeed> = {
      [input]: { data: padded(x, batch, size), dims: [batch, ...dims] },
      [time.input]: { data: TYPES[ports.timeType](level), dims: ports.timeDims(single ? 1 : batch) },
    }
    const found = session.run(feeds, output)
    if (found.data.length !== batch * size)
      throw new Refusal(
        `output: ${output} came out as [${found.dims.join(', ')}], expected [${[batch, ...dims].join(', ')}]: the graph's shapes do not fit the card's.`,
        { field: 'shape', code: 'conflict' },
      )
    return found.data.subarray(0, count * size)
  }

  return (x, t) =>
    tf.tidy(() => {
      const count = x.shape[0]
      const laid = layout === 'nchw' ? x.transpose([0, 3, 1, 2]) : x
      const [values, times] = [laid.dataSync() as Float32Array, t.dataSync() as Float32Array]
      const answer = new Float32Array(count * size)
      for (const [from, to] of chunks(times, ports.batch ?? CHUNK, single))
        answer.set(run(values.subarray(from * size, to * size), times.subarray(from, to)), from * size)
      const result = tf.tensor4d(answer, [count, ...dims])
      return layout === 'nchw' ? (result.transpose([0, 2, 3, 1]) as tfjs.Tensor4D) : result
    })
}

/** Runs of at most `most` images; of one noise level each where the graph takes a `single` number. */
function* chunks(times: Float32Array, most: number, single: boolean): Generator<[from: number, to: number]> {
  for (let from = 0; from < times.length;) {
    let to = Math.min(times.length, from + most)
    if (single) while (to > from + 1 && times.subarray(from, to).some((time) => time !== times[from])) to--
    yield [from, to]
    from = to
  }
}

/** A batch of the size that the graph was made for, filled up with its first row. */
function padded(values: Float32Array, batch: number, size: number): Float32Array {
  if (values.length === batch * size) return values
  const full = new Float32Array(batch * size)
  full.set(values)
  for (let at = values.length; at < full.length; at += size) full.set(values.subarray(0, size), at)
  return full
}

const TYPES: { readonly [T in TimeType]: (values: Float32Array) => OnnxData } = {
  float32: (values) => values.slice(),
  float64: (values) => Float64Array.from(values),
  int32: (values) => Int32Array.from(values, Math.round),
  int64: (values) => BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
}
