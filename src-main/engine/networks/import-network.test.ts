/** Networks through the door: probed, copied, refused, and what is left in the folders. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { encodeSafetensors } from '#files/safetensors.ts'
import { onnxBuilder } from '#compute/onnx/builder.ts'
import { makeDataset } from '#datasets/dataset.ts'
import { saveDataset } from '#datasets/dataset-folder.ts'
import { checkBrought, listBrought, readBrought } from '#history/network-store.ts'
import { writeWhole } from '#files/write-whole.ts'
import { importNetwork, type ImportRoom } from './import-network.ts'

let home: string
let room: ImportRoom
beforeAll(async () => {
  const { tf } = await openCompute({ backend: 'cpu' })
  home = mkdtempSync(join(tmpdir(), 'anneal-networks-'))
  room = { tf, home, networks: join(home, 'networks'), anneal: 'test', tell: () => {} }
  await saveDataset(home, blocks(), (path, bytes) => writeWhole(path, bytes))
})
afterAll(() => rmSync(home, { recursive: true }))

const SIDE = 8
/** Black, one quarter of each image white: structure that a denoiser of one number can use. */
const blocks = () =>
  makeDataset({
    name: 'blocks',
    height: SIDE,
    width: SIDE,
    channels: 1,
    classes: [],
    labels: null,
    floatRange: null,
    pixels: Uint8Array.from({ length: 40 * SIDE * SIDE }, (_, i) => {
      const [image, y, x] = [Math.floor(i / 64), Math.floor((i % 64) / 8), i % 8]
      return (y < 4 ? 0 : 2) + (x < 4 ? 0 : 1) === image % 4 ? 255 : 0
    }),
  })

/** y = eps of the Gaussian law of mean m and variance v a pixel, told sigma: the best that a network of one gain can do. */
function epsOnnx(): Uint8Array {
  const graph = onnxBuilder()
  const [x, sigma] = [graph.input('x', ['B', 1, SIDE, SIDE]), graph.input('sigma', ['B'])]
  const column = graph.add('Reshape', [sigma, graph.ints([-1, 1, 1, 1])])
  const total = graph.add('Add', [graph.add('Mul', [column, column]), graph.float(0.75)])
  const centred = graph.add('Sub', [x, graph.float(-0.5)])
  const y = graph.add('Mul', [centred, graph.add('Div', [column, total])])
  return graph.finish({ name: 'y', from: y, dims: ['B', 1, SIDE, SIDE] })
}
const epsCard = { parametrisation: 'eps', process: { name: 've' }, data_range: [-1, 1] }
const fileOf = (name: string, bytes: Uint8Array) => {
  const file = join(home, name)
  writeFileSync(file, bytes)
  return file
}

describe('a network that is brought', () => {
  it('is probed on images of its shape, copied whole, and listed; the same again is the same', async () => {
    const path = fileOf('Eps Net.onnx', epsOnnx())
    const brought = await importNetwork({ path, card: epsCard }, room)
    expect(brought).toMatchObject({
      name: 'eps-net',
      kind: 'onnx',
      file: 'model.onnx',
      source: 'Eps Net.onnx',
      probe: { sound: true, findings: [], data: { name: 'blocks' } },
      card: {
        input: 'x',
        output: 'y',
        time: { input: 'sigma', kind: 'sigma' },
        shape: { height: 8, width: 8, channels: 1 },
      },
    })
    expect(readdirSync(brought.folder).toSorted()).toEqual([
      'MANIFEST.sha256',
      'card.yaml',
      'model.onnx',
      'network.json',
    ])
    expect((await importNetwork({ path, card: epsCard }, room)).importedAt).toBe(brought.importedAt)
    expect(listBrought(room.networks).brought.map(({ name }) => name)).toContain('eps-net')
    await checkBrought(brought)
  })

  it('with a wrong card is refused with the likely right field, or taken as it is when asked', async () => {
    const path = fileOf('wrong.onnx', epsOnnx())
    const card = { ...epsCard, parametrisation: 'x0' }
    await expect(importNetwork({ path, card }, room)).rejects.toThrow(/With parametrisation: eps all is sound/)
    expect(existsSync(join(room.networks, 'wrong'))).toBe(false)
    const taken = await importNetwork({ path, card, anyway: true }, room)
    expect(taken.probe).toMatchObject({ sound: false })
    expect(taken.probe!.findings.length).toBeGreaterThan(0)
  })

  it('of another content needs another name', async () => {
    const path = fileOf('eps-net.onnx', epsOnnx())
    const card = { ...epsCard, licence: 'other' }
    await expect(importNetwork({ path, card }, room)).rejects.toThrow('There is another network eps-net already')
    expect(readdirSync(room.networks).filter((name) => name.startsWith('.partial'))).toEqual([])
  })

  it('whose files have changed since is refused', async () => {
    const path = fileOf('changed.onnx', epsOnnx())
    const { folder } = await importNetwork({ path, card: epsCard }, room)
    writeFileSync(join(folder, 'card.yaml'), `${readFileSync(join(folder, 'card.yaml'), 'utf8')}\n`)
    await expect(checkBrought(readBrought(room.networks, 'changed'))).rejects.toThrow('card.yaml is changed')
    rmSync(join(folder, 'network.json'))
    expect(listBrought(room.networks).unreadable.map((one) => one.path)).toContain(folder)
  })

  it('is told on which data set to be probed, which must have its shape', async () => {
    const path = fileOf('data.onnx', epsOnnx())
    await expect(importNetwork({ path, card: epsCard, data: 'mnist' }, room)).rejects.toThrow(
      /has images of 28 x 28 x 1/,
    )
    await expect(importNetwork({ path, card: epsCard, data: 'nosuch' }, room)).rejects.toThrow(
      'There is no dataset nosuch',
    )
  })

  const refused: [string, string, string | Uint8Array, RegExp][] = [
    [
      'a checkpoint of PyTorch',
      'net.pt',
      'x',
      /is a pickle, .* convert it in one line: python -c ".*torch.onnx.export/,
    ],
    ['a Lightning checkpoint', 'net.ckpt', 'x', /is a pickle/],
    ['a pickle', 'net.pkl', 'x', /is a pickle/],
    ['weights of PyTorch', 'net.pth', 'x', /is a pickle/],
    ['another form', 'net.h5', 'x', /is neither .onnx nor .safetensors/],
    ['a torn ONNX', 'torn.onnx', epsOnnx().slice(0, 100), /is no whole ONNX model/],
    ['tensors without a configuration', 'alone.safetensors', encodeSafetensors(new Map(), {}), /put the config.json/],
  ]
  it.each(refused)('as %s is refused with the way out', async (_, name, content, message) => {
    const folder = mkdtempSync(join(home, 'refused-'))
    writeFileSync(join(folder, name), content)
    await expect(importNetwork({ path: join(folder, name), card: epsCard }, room)).rejects.toThrow(message)
    // The same within a folder, as a drop comes.
    await expect(importNetwork({ path: folder, card: epsCard }, room)).rejects.toThrow()
  })

  it.each(['7', 'a.b', '../up', 'Large', ''])('is not called %j', async (name) => {
    const path = fileOf('named.onnx', epsOnnx())
    await expect(importNetwork({ path, card: epsCard, name }, room)).rejects.toThrow(/a network's name is of a-z/)
  })
})
