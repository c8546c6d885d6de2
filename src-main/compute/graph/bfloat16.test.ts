import { expect, it } from 'vitest'
import { toBfloat16 } from './bfloat16.ts'
import type { GraphNode } from './proto.ts'

const float = { type: 1 }
const narrow = { type: 14 }
const node = (name: string, op: string, input: string[], attr: GraphNode['attr'] = {}): GraphNode => ({
  name,
  op,
  input,
  attr,
})
const cast = (name: string, from: string, to: { type: number }, source: { type: number }) =>
  node(name, 'Cast', [from], { SrcT: source, DstT: to })

it('casts what products read, once for each tensor, and their results back; sizes and other operations stay', () => {
  const before = [
    node('x', 'Placeholder', []),
    node('w', 'ReadVariableOp', ['v:0']),
    node('size', 'Const', []),
    node('y', 'Conv2D', ['x:0', 'w:0'], { T: float }),
    node('dw', 'Conv2DBackpropFilter', ['x:0', 'size:0', 'y:0'], { T: float }),
    node('z', 'AddV2', ['y:0', 'dw:0'], { T: float }),
  ]
  expect(toBfloat16(before)).toEqual([
    ...before.slice(0, 3),
    node('y/narrow', 'Conv2D', ['narrow/0:0', 'narrow/1:0'], { T: narrow }),
    cast('y', 'y/narrow:0', float, narrow),
    node('dw/narrow', 'Conv2DBackpropFilter', ['narrow/0:0', 'size:0', 'narrow/2:0'], { T: narrow }),
    cast('dw', 'dw/narrow:0', float, narrow),
    before[5],
    cast('narrow/0', 'x:0', narrow, float),
    cast('narrow/1', 'w:0', narrow, float),
    cast('narrow/2', 'y:0', narrow, float),
  ])
})

it('leaves products of other types alone', () => {
  const whole = [node('y', 'MatMul', ['a:0', 'b:0'], { T: { type: 3 } })]
  expect(toBfloat16(whole)).toEqual(whole)
})
