/** The constants of an ONNX model: how much they hold, which file has them, and the refusal of those that no memory should. */
import { Refusal } from '#contract/refusal.ts'
import { elementWidth, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor } from './model.ts'

/** Bytes of one constant. A whole ONNX file may not be longer; a denoiser that needs more is none for this program. */
const LARGEST_CONSTANT = 2 ** 31

/** Numbers in constants with more than one element, and the files beside the model that hold some of them. */
export function constantSizes(model: OnnxModel, file: string): { parameters: number; external: string[] } {
  const external = new Set<string>()
  let parameters = 0
  const graphs = [...subgraphs(model.graph), ...model.functions.map(({ node }) => ({ node, initializer: [] }))]
  for (const graph of graphs) {
    const known = new Map<string, OnnxTensor>()
    for (const tensor of graph.initializer) known.set(tensor.name, tensor)
    for (const { op_type, output, attribute } of graph.node) {
      const value = op_type === 'Constant' ? attribute.find(({ name }) => name === 'value')?.t : undefined
      if (value) known.set(output[0], value)
    }
    for (const [name, tensor] of known) {
      const count = elements(tensor.dims)
      refuseLarge(`constant ${name}`, count * elementWidth(tensor.data_type), file)
      if (count > 1) parameters += count
      const place = locationOf(tensor)
      if (place !== null) external.add(inside(place, name, file))
    }
    for (const node of graph.node) refuseLargeFill(node, known, file)
  }
  return { parameters, external: [...external].toSorted() }
}

/** A graph and the graphs within its nodes (If, Loop, Scan). */
export function* subgraphs(graph: OnnxGraph): Generator<OnnxGraph> {
  yield graph
  for (const { attribute } of graph.node) {
    for (const { g, graphs = [] } of attribute) for (const inner of g ? [g, ...graphs] : graphs) yield* subgraphs(inner)
  }
}

/** ConstantOfShape and Expand to a shape that the file holds: a few bytes on disk, any size in memory. */
function refuseLargeFill({ op_type, input, output }: OnnxNode, known: Map<string, OnnxTensor>, file: string): void {
  const shape = op_type === 'ConstantOfShape' ? input[0] : op_type === 'Expand' ? input[1] : undefined
  const tensor = shape === undefined ? undefined : known.get(shape)
  if (tensor) refuseLarge(`${op_type} ${output[0]}`, elements(wholeNumbers(tensor)) * 4, file)
}

function refuseLarge(what: string, bytes: number, file: string): void {
  if (bytes < LARGEST_CONSTANT) return
  throw new Refusal(
    `${file}: ${what} takes ${(bytes / 2 ** 30).toFixed(1)} GiB, and no constant of a network may reach 2. Export it without that constant, or in pieces.`,
    { field: file, code: 'unsupported' },
  )
}

const elements = (dims: readonly number[]) => dims.reduce((product, size) => product * size, 1)

function wholeNumbers({ raw_data, int64_data = [] }: OnnxTensor): number[] {
  if (!raw_data?.length) return int64_data
  const view = new DataView(raw_data.buffer, raw_data.byteOffset, raw_data.byteLength)
  return Array.from({ length: raw_data.length / 8 }, (_, i) => Number(view.getBigInt64(8 * i, true)))
}

const EXTERNAL = 1
const locationOf = ({ data_location, external_data = [] }: OnnxTensor): string | null =>
  data_location === EXTERNAL ? (external_data.find(({ key }) => key === 'location')?.value ?? '') : null

/** The file's name within the model's folder. Anything that could lead out of it is refused before a byte is read. */
function inside(location: string, constant: string, file: string): string {
  const parts = location.split('/')
  if (location !== '' && !/[\\:]/.test(location) && parts.every((part) => part !== '' && !part.startsWith('.')))
    return location
  throw new Refusal(
    `${file}: constant ${constant} is said to lie at ${JSON.stringify(location)}, outside the model's own folder, where nothing is read. Export the model in one file, or with its data beside it.`,
    { field: file, code: 'unsupported' },
  )
}
