/** A recorded graph with its convolutions and matrix products in bfloat16; everything else, weights included, stays float32. */
import { DTYPE } from '../tensorflow-ops.ts'
import type { GraphNode } from './proto.ts'

/** Ops that gain from it, with the inputs that are numbers to multiply (the others are sizes). */
const NARROWED: Readonly<Record<string, readonly number[]>> = {
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  BatchMatMulV2: [0, 1],
  MatMul: [0, 1],
}

const wide = { type: DTYPE.float32 }
const narrow = { type: DTYPE.bfloat16 }

/** Each such op reads its inputs through a cast (one for all readers of an output) and its result is cast back. */
export function toBfloat16(nodes: readonly GraphNode[]): GraphNode[] {
  const casts = new Map<string, GraphNode>()
  function narrowed(output: string): string {
    const known = casts.get(output)
    if (known) return `${known.name}:0`
    const cast = { name: `narrow/${casts.size}`, op: 'Cast', input: [output], attr: { SrcT: wide, DstT: narrow } }
    casts.set(output, cast)
    return `${cast.name}:0`
  }
  const rewritten = nodes.flatMap((node): GraphNode[] => {
    const places = NARROWED[node.op]
    if (!places || (node.attr.T as { type?: number } | undefined)?.type !== DTYPE.float32) return [node]
    const input = node.input.map((output, i) => (places.includes(i) ? narrowed(output) : output))
    const inner = { ...node, name: `${node.name}/narrow`, input, attr: { ...node.attr, T: narrow } }
    const back = { name: node.name, op: 'Cast', input: [`${inner.name}:0`], attr: { SrcT: narrow, DstT: wide } }
    return [inner, back]
  })
  return [...rewritten, ...casts.values()]
}
