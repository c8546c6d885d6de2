/** Whether a card and an ONNX file agree: which port takes what, in what shape. */
import type { OnnxPort, OnnxSummary } from '#compute/onnx/inspect.ts'
import { showPort } from '#compute/onnx/inspect.ts'
import type { NetworkCard } from '#contract/network-card.ts'
import { Refusal } from '#contract/refusal.ts'

export type OnnxPorts = {
  /** Images that the graph takes at once; null where it takes any number. */
  batch: number | null
  /** The noise level: one number for the whole batch, or one an image; its dimensions [], [1], [B], [B, 1] or [B, 1, 1, 1]. */
  single: boolean
  timeDims(batch: number): number[]
  timeType: TimeType
}
export const TIME_TYPES = ['float32', 'float64', 'int64', 'int32'] as const
export type TimeType = (typeof TIME_TYPES)[number]

/** [B, C, H, W] or [B, H, W, C], a null for the batch. */
export const dimsOf = ({ shape: { height, width, channels }, layout }: NetworkCard): (number | null)[] =>
  layout === 'nchw' ? [null, channels, height, width] : [null, height, width, channels]

/** Refuses, with the field and both sides of the contradiction, a card that is not about this file. */
export function checkPorts(summary: OnnxSummary, card: NetworkCard, file: string): OnnxPorts {
  const refuse = (field: string, message: string): never => {
    throw new Refusal(`${file}: ${message}`, { field, code: 'conflict' })
  }
  if (summary.inputs.length !== 2)
    refuse(
      'input',
      `a denoiser takes two inputs, images and noise level; this graph takes ${summary.inputs.length} (${summary.inputs.map(showPort).join('; ')}). Export it with its other inputs set as constants.`,
    )
  const find = (ports: OnnxPort[], name: string, field: string): OnnxPort =>
    ports.find((port) => port.name === name) ??
    refuse(
      field,
      `the card's ${field} is ${name}, but the graph has ${ports.map(showPort).join('; ')}. Give one of these names.`,
    )
  const x = find(summary.inputs, card.input, 'input')
  const time = find(summary.inputs, card.time.input, 'time.input')
  const output = find(summary.outputs, card.output, 'output')
  if (x === time) refuse('time.input', `input and time.input are both ${x.name}; the other input is the noise level.`)
  if (x.type !== 'float32') refuse('input', `its input ${showPort(x)} is not float32. Export the network in float32.`)
  const wanted = dimsOf(card)
  for (const [port, field] of [
    [x, 'input'],
    [output, 'output'],
  ] as const) {
    if (port.dims === null || fits(port.dims, wanted)) continue
    const other = dimsOf({ ...card, layout: card.layout === 'nchw' ? 'nhwc' : 'nchw' })
    const turned = fits(port.dims, other)
      ? ` With layout: ${card.layout === 'nchw' ? 'nhwc' : 'nchw'} it would fit.`
      : ''
    const { height, width, channels } = card.shape
    refuse(
      port.dims.length === 4 ? 'shape' : field,
      `the card says ${height} x ${width} images of ${channels} channels, layout ${card.layout}, so ${field} ${port.name} should be [B, ${wanted.slice(1).join(', ')}]; the file has ${showPort(port)}.${turned || ' Mend the card.'}`,
    )
  }
  return { batch: x.dims?.[0] ?? null, ...timeShape(time, x, refuse), timeType: timeType(time, card, refuse) }
}

const fits = (dims: readonly (number | null)[], wanted: readonly (number | null)[]) =>
  dims.length === wanted.length && dims.every((size, i) => size === null || wanted[i] === null || size === wanted[i])

type Refuse = (field: string, message: string) => never

function timeShape(time: OnnxPort, x: OnnxPort, refuse: Refuse): Pick<OnnxPorts, 'single' | 'timeDims'> {
  const dims = time.dims ?? [null]
  const batch = x.dims?.[0] ?? null
  // A file that fixes it to one number for any number of images.
  const one = dims.length === 1 && dims[0] === 1 && batch !== 1
  const first = one || dims.length === 0 || dims[0] === null || dims[0] === batch
  if (![0, 1, 2, 4].includes(dims.length) || !first || dims.slice(1).some((size) => size !== null && size !== 1))
    refuse(
      'time.input',
      `the noise level goes in as a number, [B], [B, 1] or [B, 1, 1, 1]; the file has ${showPort(time)}.`,
    )
  return { single: one || dims.length === 0, timeDims: (count) => dims.map((_, i) => (i === 0 && !one ? count : 1)) }
}

function timeType(time: OnnxPort, { process, time: { kind } }: NetworkCard, refuse: Refuse): TimeType {
  const type = TIME_TYPES.find((known) => known === time.type)
  if (!type)
    return refuse(
      'time.input',
      `its noise level ${showPort(time)} is of a type that is not fed here; export it with one of ${TIME_TYPES.join(', ')}.`,
    )
  if (!type.startsWith('int')) return type
  if (kind !== 'timestep')
    refuse('time.kind', `${showPort(time)} takes whole numbers, so time.kind must be timestep, not ${kind}.`)
  if (process.name === 'vp' && process.interpolation === 'linear')
    refuse('process.interpolation', `${showPort(time)} takes whole numbers, so interpolation must be nearest.`)
  return type
}
