/** What an ONNX file says of itself, read without running it: ports, operators, constants, files beside it. */
import { messageOf, Refusal } from '#contract/refusal.ts'
import { decodeModel, elementName, type OnnxDim, type OnnxGraph, type OnnxModel } from './model.ts'
import { constantSizes, subgraphs } from './constants.ts'

/** An input or output. A dimension is a size, or null where it is named or unknown; `dims` null: not even the rank is said. */
export type OnnxPort = { name: string; type: string; dims: readonly (number | null)[] | null }
export type OnnxSummary = {
  inputs: OnnxPort[]
  outputs: OnnxPort[]
  /** Version of ONNX's own operators, and the others it draws on by domain. */
  opset: number | null
  domains: string[]
  /** Distinct operators, `domain:Name` where they are not ONNX's own. */
  operators: string[]
  /** Numbers held in constants of more than one element. */
  parameters: number
  /** Names of files beside it that hold constants. */
  external: string[]
  producer: string
  metadata: Record<string, string>
}

/** A protobuf message cannot be longer. */
export const LARGEST_FILE = 2 ** 31 - 1

/** `name` is the file's, for the refusal of what is no whole ONNX model, or could not be held. */
export function inspectOnnx(bytes: Uint8Array, name: string): OnnxSummary {
  const model = decode(bytes, name)
  const { graph } = model
  const held = new Set(graph.initializer.map((tensor) => tensor.name))
  const ports = (values: OnnxGraph['input']) => values.filter((value) => !held.has(value.name)).map(portOf)
  const { parameters, external } = constantSizes(model, name)
  const nodes = [...subgraphs(graph), ...model.functions].flatMap(({ node }) => node)
  const operators = nodes.map(({ domain, op_type }) => (ours(domain) ? op_type : `${domain}:${op_type}`))
  return {
    inputs: ports(graph.input),
    outputs: ports(graph.output),
    opset: model.opset_import.find(({ domain }) => ours(domain))?.version ?? null,
    domains: model.opset_import.map(({ domain }) => domain).filter((domain) => !ours(domain)),
    operators: [...new Set(operators)].toSorted(),
    parameters,
    external,
    producer: [model.producer_name, model.producer_version].filter(Boolean).join(' '),
    metadata: Object.fromEntries(model.metadata_props.map(({ key, value }) => [key, value])),
  }
}

function decode(bytes: Uint8Array, name: string): OnnxModel {
  const refuse = (what: string, cause?: unknown): never => {
    throw new Refusal(`${name} is no whole ONNX model: ${what}. Get it again, or export it again.`, {
      field: name,
      code: 'damaged',
      cause,
    })
  }
  try {
    const model = decodeModel(bytes)
    if (!model.graph) return refuse('it holds no graph')
    if (model.graph.output.length === 0) return refuse('its graph has no output')
    return model
  } catch (error) {
    if (error instanceof Refusal) throw error
    return refuse(`its ${bytes.length} bytes end in the middle of a message, or are none (${messageOf(error)})`, error)
  }
}

const ours = (domain: string) => domain === '' || domain === 'ai.onnx'

const portOf = ({ name, type }: OnnxGraph['input'][number]): OnnxPort => ({
  name,
  type: type?.tensor_type ? elementName(type.tensor_type.elem_type) : 'no tensor',
  dims: type?.tensor_type?.shape?.dim.map(sizeOf) ?? null,
})
const sizeOf = (dim: OnnxDim): number | null => ('dim_value' in dim && dim.dim_value > 0 ? dim.dim_value : null)

/** `x: float32 [?, 3, 32, 32]`, as a message spells a port. */
export const showPort = ({ name, type, dims }: OnnxPort): string =>
  `${name}: ${type} ${dims ? `[${dims.map((size) => size ?? '?').join(', ')}]` : '(rank unknown)'}`
