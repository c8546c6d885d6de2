import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onnxBuilder } from './builder.ts'
import { inspectOnnx } from './inspect.ts'
import { readOnnxSummary } from './onnx-file.ts'
import { decodeModel, encodeModel, type OnnxModel, type OnnxTensor } from './model.ts'
import { openOnnxFile } from './runtime.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'anneal-onnx-'))))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(bytes: Uint8Array, name = 'model.onnx'): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

/** y = 2 x + c, c held in the file. */
function small(change: (model: OnnxModel) => void = () => {}): Uint8Array {
  const graph = onnxBuilder()
  const x = graph.input('x', ['B', 3])
  graph.input('t', ['B'])
  const c = graph.constant([3], Float32Array.of(1, 2, 3), 'c')
  const y = graph.add('Add', [graph.add('Mul', [x, graph.float(2)]), c])
  const bytes = graph.finish({ name: 'y', from: y, dims: ['B', 3] }, { metadata: { card: 'a: 1' } })
  const model = decodeModel(bytes)
  change(model)
  return encodeModel(model)
}
const constant = (tensor: Partial<OnnxTensor>) =>
  small((model) =>
    Object.assign(
      model.graph.initializer.find(({ name }) => name === 'c')!,
      { raw_data: undefined },
      tensor,
    ),
  )
const beside = (location: string) =>
  constant({ data_location: 1, external_data: [{ key: 'location', value: location }] })

describe('an ONNX file', () => {
  it('says its ports, operators, constants and notes without being run', () => {
    expect(inspectOnnx(small(), 'm.onnx')).toEqual({
      inputs: [
        { name: 'x', type: 'float32', dims: [null, 3] },
        { name: 't', type: 'float32', dims: [null] },
      ],
      outputs: [{ name: 'y', type: 'float32', dims: [null, 3] }],
      opset: 17,
      domains: [],
      operators: ['Add', 'Identity', 'Mul'],
      parameters: 3,
      external: [],
      producer: 'Anneal',
      metadata: { card: 'a: 1' },
    })
  })

  it('runs', () => {
    const session = openOnnxFile(fileOf(small()), 1)
    const { data, dims } = session.run(
      { x: { data: Float32Array.of(1, 1, 1, 2, 2, 2), dims: [2, 3] }, t: { data: Float32Array.of(0, 0), dims: [2] } },
      'y',
    )
    expect([...data]).toEqual([3, 4, 5, 5, 6, 7])
    expect(dims).toEqual([2, 3])
    session.dispose()
  })

  it('reads constants from a file beside it', () => {
    writeFileSync(join(folder, 'weights.bin'), new Uint8Array(Float32Array.of(10, 20, 30).buffer))
    const file = fileOf(beside('weights.bin'))
    expect(readOnnxSummary(file).external).toEqual(['weights.bin'])
    const session = openOnnxFile(file, 1)
    const x = { data: Float32Array.of(1, 1, 1), dims: [1, 3] }
    expect([...session.run({ x, t: { data: Float32Array.of(0), dims: [1] } }, 'y').data]).toEqual([12, 22, 32])
    session.dispose()
  })
})

describe('what no denoiser may be is refused with the file and a remedy', () => {
  const unread: [string, () => Uint8Array, string][] = [
    ['cut short', () => small().slice(0, 60), 'is no whole ONNX model'],
    ['of another kind', () => new TextEncoder().encode('{"a": 1}'), 'is no whole ONNX model'],
    ['empty', () => new Uint8Array(), 'it holds no graph'],
    ['a constant of 2 GB that the file claims', () => constant({ dims: [1024, 1024, 512] }), 'constant c takes 2.0 GiB'],
    ['a fill of 2 GB', () => small(({ graph }) => {
      graph.initializer.push({ name: 's', dims: [2], data_type: 7, int64_data: [1 << 15, 1 << 14] })
      graph.node.unshift({ name: 'f', op_type: 'ConstantOfShape', domain: '', input: ['s'], output: ['f'], attribute: [] })
    }), 'ConstantOfShape f takes 2.0 GiB'],
    ['data above its folder', () => beside('../weights.bin'), 'outside the model\'s own folder'],
    ['data by an absolute path', () => beside('/etc/passwd'), 'outside the model\'s own folder'],
    ['data by a Windows path', () => beside('C:\\w.bin'), 'outside the model\'s own folder'],
    ['data that is not there', () => beside('gone.bin'), 'keeps constants in gone.bin, which is not beside it'],
  ] // prettier-ignore
  it.each(unread)('%s', (_, bytes, message) => {
    expect(() => readOnnxSummary(fileOf(bytes()))).toThrow(message)
  })

  it('a file that is longer than a message may be', () => {
    const file = fileOf(new Uint8Array())
    truncateSync(file, 2 ** 31)
    expect(() => readOnnxSummary(file)).toThrow('an ONNX file may have 2147483647')
  })

  const unrun: [string, (model: OnnxModel) => void, string][] = [
    ['an operator of ONNX that is none', ({ graph }) => void (graph.node[0].op_type = 'Mull'), 'uses the operator Mull (opset 17)'],
    ['an operator of another domain', ({ graph, opset_import }) => {
      Object.assign(graph.node[0], { domain: 'com.other', op_type: 'Thing' })
      opset_import.push({ domain: 'com.other', version: 1 })
    }, 'uses the operator com.other:Thing'],
    ['an opset of the future', ({ opset_import }) => void (opset_import[0].version = 99), 'is written in opset 99'],
    ['a graph that contradicts itself', ({ graph }) => void (graph.output[0].type.tensor_type!.elem_type = 7), 'cannot be run'],
  ] // prettier-ignore
  it.each(unrun)('%s', (_, change, message) => {
    expect(() => openOnnxFile(fileOf(small(change)))).toThrow(message)
  })

  it('images of another shape', () => {
    const session = openOnnxFile(fileOf(small()), 1)
    const x = { data: Float32Array.of(1, 1, 1, 1), dims: [1, 4] }
    expect(() => session.run({ x, t: { data: Float32Array.of(0), dims: [1] } }, 'y')).toThrow(/Got: 4 Expected: 3/)
    session.dispose()
  })
})
