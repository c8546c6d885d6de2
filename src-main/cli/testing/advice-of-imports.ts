/** Every advice of an import: each is refused for real, and taken when followed to the letter, as the command line and the page's dialog parse it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { zipSync } from 'fflate'
import { toCamel } from '#contract/casing.ts'
import { importSpec, type ImportFields } from '#contract/import.ts'
import { parse } from '#contract/parse.ts'
import { saveDataset } from '#datasets/dataset-folder.ts'
import { readSource, readUnasked } from '#datasets/import-source.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { openPictureFolder } from '#datasets/picture-files.ts'
import { textureLaw } from '#datasets/texture-dataset.ts'
import { npyBytes } from '#files/write-npy.ts'
import { writeWhole } from '#files/write-whole.ts'
import { readWords } from '../words.ts'
import { floatTiff, npyOf } from './field-inputs.ts'
import type { Followed } from './followed.ts'
import { type Numbers, reshaped, rowsWhere, unique } from './numpy-calls.ts'

/** A PNG of 8 or 16 bits. */
export type Encode = (values: Uint8Array | Uint16Array, width: number, channels: 1 | 3) => Promise<Uint8Array>

export function adviceOfImports(folder: string, encode: Encode): Followed[] {
  let files = 0
  const put = (name: string, bytes: Uint8Array | string): string => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
    return path
  }
  const npy = ({ data, shape }: Numbers) => put(`${files++}.npy`, npyBytes(data, shape))
  const bytes = ({ data, shape }: Numbers) => put(`${files++}.npy`, npyBytes(Uint8Array.from(data), shape))
  const array = (shape: number[], value = (i: number) => (i * 37) % 256): Numbers => ({
    shape,
    data: Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => value(i)),
  })
  const read = (path: string, ...words: string[]) => {
    const fields = toCamel(parse(importSpec, readWords(words), 'Import')) as ImportFields
    return readSource(path, fields)
  }
  const png = async (name: string, values: number[] | Uint16Array, width: number, channels: 1 | 3 = 1) =>
    put(name, await encode(Array.isArray(values) ? Uint8Array.from(values) : values, width, channels))
  const grey = (n: number, value = (i: number) => (i * 37) % 256) => Array.from({ length: n }, (_, i) => value(i))
  const pictures = async (values: number[] | Uint16Array, channels: 1 | 3 = 1) =>
    dirname(await png(`${files++}/a.png`, values, 16, channels))

  const one = () => bytes(array([16, 16, 3]))
  const coloured = () => bytes(array([9, 8, 8, 3]))
  const five = () => bytes(array([5, 8, 8]))
  const shares = array([5, 8, 8], (i) => (i % 256) / 255)
  const labels = (y: readonly number[]) => npy({ data: Float64Array.from(y), shape: [y.length] })
  const texts = () => put('names.npy', npyOf('<U3', [5], Buffer.from([...'catdogcatdogowl'].join('\0\0\0') + '\0\0\0', 'latin1'))) // prettier-ignore
  const oblong = async () => dirname(await png(`${files++}/a.png`, grey(96), 12))
  const tiff = (scale: number) => dirname(put(`${files++}/a.tif`, floatTiff(Float32Array.from({ length: 256 }, (_, i) => (scale * i) / 255), 16))) // prettier-ignore
  const saved = (path: string) => async () => readSource(path)

  return [
    ...['nhw', 'hwc', 'hwn'].map((layout, at): Followed => [`one colour picture as ${layout}`, () => read(one()), /layout=(\w+) or layout=(\w+) or layout=(\w+)/, (...ways) => read(one(), `layout=${ways[at]}`)]),
    ['a layout of another rank', () => read(five(), 'layout=nhwc'), /Of 3 axes: (\w+),/, (layout) => read(five(), `layout=${layout}`)],
    ['a layout that makes 8 channels', () => read(bytes(array([2, 3, 4, 8])), 'layout=nhwc'), /Of 4 axes: nhwc, (\w+)/, (layout) => read(bytes(array([2, 3, 4, 8])), `layout=${layout}`)],
    ...[64, 75, 48].map((width): Followed => [`rows of ${width} pixels`, () => read(bytes(array([width === 64 ? 8 : 20, width]))), /save x\.reshape\(([^)]*)\) and say (layout=\w+)/, (sizes, layout) => read(bytes(reshaped(array([width === 64 ? 8 : 20, width]), sizes)), layout)]),
    ['one picture of rows and columns', () => read(bytes(array([20, 64]))), /One picture: (layout=hw)/, (layout) => read(bytes(array([20, 64])), layout)],
    ['rows of other lengths', () => read(bytes(array([20, 96]))), /save x\.reshape\(([^)]*)\)/, (sizes) => read(bytes(reshaped(array([20, 96]), sizes, { H: 8, W: 12 })))],
    ['one row', () => read(bytes(array([784]))), /Save x\.reshape\(([^)]*)\)/, (sizes) => read(bytes(reshaped(array([784]), sizes, { H: 28, W: 28 })))],
    ['an axis too many', () => read(bytes(array([2, 5, 8, 8, 1]))), /Save x\.reshape\(([^)]*)\)/, (sizes) => read(bytes(reshaped(array([2, 5, 8, 8, 1]), sizes)))],
    ['labels of -1', () => read(five(), `labels_path=${labels([0, 1, -1, 1, 0])}`), /save x\[(y >= 0)\] and y\[(y >= 0)\]/, () => {
      const y = [0, 1, -1, 1, 0]
      const keep = (label: number) => label >= 0
      return read(bytes(rowsWhere(array([5, 8, 8]), y, keep)), `labels_path=${labels(y.filter(keep))}`)
    }],
    ['labels of fractions', () => read(five(), `labels_path=${labels([0.5, 1, 2, 1, 0.5])}`), /save np\.unique\(y, return_inverse=True\)\[1\]/, () => read(five(), `labels_path=${labels(unique([0.5, 1, 2, 1, 0.5]).inverse)}`)],
    ['labels of text', () => read(five(), `labels_path=${texts()}`), /names, y = np\.unique\(y, return_inverse=True\), save y, and give the names with classes=\[/, () => {
      const { names, inverse } = unique(['cat', 'dog', 'cat', 'dog', 'owl'])
      return read(five(), `labels_path=${labels(inverse)}`, `classes=[${names.join(',')}]`)
    }],
    ['names of classes without labels', () => read(five(), 'classes=[a,b]'), /Give them too, with (labels)=/, (field) => read(put('l.npz', zipSync({ 'x.npy': npyBytes(Uint8Array.from(array([5, 8, 8]).data), [5, 8, 8]), 'mine.npy': npyBytes(Uint8Array.of(0, 1, 0, 1, 0), [5]) })), `${field}=mine`, 'classes=[a,b]')],
    ['grey of an array without channels', () => read(coloured(), 'grey=bt601'), /Give (channels=1) too/, (word) => read(coloured(), 'grey=bt601', word)],
    ['grey of pictures without channels', async () => read(await pictures(grey(768), 3), 'grey=bt601'), /Give (channels=1) too/, async (word) => read(await pictures(grey(768), 3), 'grey=bt601', word)],
    ['a clip of an array without its range', () => read(npy(shares), 'clip=true'), /such as (float_range=\[0,1\])/, (word) => read(npy(shares), 'clip=true', word)],
    ['a clip of pictures without their range', async () => read(await pictures(grey(256)), 'clip=true'), /such as (float_range=\[0,1\])/, async (word) => read(await pictures(grey(256)), 'clip=true', word)],
    ['integers of 12 bits', () => read(put('i.npy', npyOf('<u2', [5, 8, 8], new Uint8Array(Uint16Array.from({ length: 320 }, (_, i) => 12 * i).buffer)))), /for example (float_range=\S+\])\./, (word) => read(join(folder, 'i.npy'), word)],
    ...[/(float_range=\[0,15\])/, /(float_range=\[0,255\])/].map((advice): Followed => ['bytes of 16 greys', () => read(bytes(array([5, 8, 8], (i) => i % 16))), advice, (word) => read(bytes(array([5, 8, 8], (i) => i % 16))!, word)]),
    ...([
      ['floats of 0 to 255', (u) => 255 * u], ['floats of 16 bits', (u) => 65535 * u], ['standardised pixels', (u) => 4.2 * u - 1.7], ['an overshoot', (u) => 1.04 * u], ['half a range', (u) => u - 0.5], ['bytes divided twice', (u) => u / 255],
    ] as [string, (u: number) => number][]).map(([what, value]): Followed => [what, () => read(npy(array([5, 8, 8], (i) => value((i % 256) / 255)))), /Say their range, for example (float_range=\S+?\])(?: (clip=true))?/, (...words) => read(npy(array([5, 8, 8], (i) => value((i % 256) / 255))), ...words.filter(Boolean))]),
    ['values outside the range that was said', () => read(npy(array([5, 8, 8], (i) => i / 300)), 'float_range=[0,1]'), /or (clip=true)/, (word) => read(npy(array([5, 8, 8], (i) => i / 300)), 'float_range=[0,1]', word)],
    ...[/(float_range=\[0,15\])/, /(float_range=\[0,255\])/].map((advice): Followed => ['dark pictures', async () => read(await pictures(grey(256, (i) => i % 16))), advice, async (word) => read(await pictures(grey(256, (i) => i % 16)), word)]),
    ['dark pictures of 16 bits', async () => read(await pictures(Uint16Array.from({ length: 256 }, (_, i) => 16 * i))), /(float_range=\[0,\d+\])/, async (word) => read(await pictures(Uint16Array.from({ length: 256 }, (_, i) => 16 * i)), word)],
    ['pictures of floats', () => read(tiff(1)), /for example (float_range=\S+\])\./, (word) => read(tiff(1), word)],
    ['pictures outside the range that was said', () => read(tiff(2), 'float_range=[0,1]'), /or (clip=true)/, (word) => read(tiff(2), 'float_range=[0,1]', word)],
    ['pictures that are no squares', async () => read(await oblong()), /Say (size=\d+)/, async (word) => read(await oblong(), word)],
    ['pictures of two sizes where they are judged', async () => {
      await png('two/a.png', grey(64), 8)
      await png('two/b.png', grey(256), 16)
      return (await openPictureFolder(join(folder, 'two'))).read(0, 2)
    }, /with anneal datasets import PATH (size)=/, (field) => read(join(folder, 'two'), `${field}=8`)],
    ['a texture larger than its picture', async () => textureLaw({ path: await png('t.png', grey(192), 8, 3), size: 16 }), /take size=(\d+) at most/, (size) => textureLaw({ path: join(folder, 't.png'), size: Number(size) })],
    ['a field without effect', () => read(five(), 'size=8'), /(size) has no effect.*Leave it out/, () => read(five())],
    ['a field that is misspelt', () => read(five(), 'flaot_range=[0,255]'), /Did you mean (\w+)\?/, (field) => read(five(), `${field}=[0,255]`)],
    ['IDX without a usual name', () => read(put('digits', Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 8, ...grey(128)))), /Name the labels with (labels_path)/, (field) => read(join(folder, 'digits'), `${field}=${put('numbers', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 0, 1))}`)],
    ['images of another name in a .npz', () => read(put('k.npz', zipSync({ 'mine.npy': npyBytes(Uint8Array.from(array([5, 8, 8]).data), [5, 8, 8]) }))), /name another with (key)=/, (field) => read(join(folder, 'k.npz'), `${field}=mine`)],
    ['data of a run that have to be asked', () => readUnasked(npy(array([5, 8, 8]))), /float_range=(\[0,255\]).*\(anneal datasets import (\S+) \.\.\.\): import it, then name the data set/, async (range, path) => {
      const dataset = await read(path, `float_range=${range}`, 'name=asked')
      await saveDataset(folder, dataset, writeWhole)
      return openDataset({ name: 'asked' }, { home: folder })
    }],
    ['a pickle', () => read(put('p.npy', Uint8Array.of(0x80, 4, 0x95, 0))), /Save the images with numpy\.save or numpy\.savez/, saved(five())],
    ['a .npz with a pickle', () => read(put('p.npz', zipSync({ 'data.pkl': new Uint8Array(4) }))), /Save the images with numpy\.savez/, saved(put('s.npz', zipSync({ 'arr_0.npy': npyBytes(new Uint8Array(320).fill(200), [5, 8, 8]) })))],
    ['a .npz of which an array is a pickle', () => read(put('q.npz', zipSync({ 'arr_0.npy': Uint8Array.of(0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) }))), /Save the array with numpy\.save/, saved(five())],
    ['a .npy that is cut', () => read(put('c.npy', npyBytes(new Uint8Array(320), [5, 8, 8]).subarray(0, 8))), /Save it again with numpy\.save/, saved(five())],
    ['a .npy of version 9', () => read(put('v.npy', npyBytes(new Uint8Array(320), [5, 8, 8]).with(6, 9))), /Save it with a plain numpy\.save/, saved(five())],
    ['a .npz packed by another method', () => {
      const whole = zipSync({ 'arr_0.npy': npyBytes(new Uint8Array(320), [5, 8, 8]) })
      const list = Buffer.from(whole).lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
      return read(put('m.npz', whole.with(8, 12).with(list + 10, 12)))
    }, /Save it with numpy\.savez or numpy\.savez_compressed/, saved(join(folder, 's.npz'))],
    ['Python objects', () => read(put('o.npy', npyOf('|O', [5, 8, 8], new Uint8Array(2560)))), /array\.astype\('(float32)'\)/, () => read(npy(shares))],
    ['complex numbers', () => read(put('z.npy', npyOf('<c8', [5, 8, 8], new Uint8Array(2560)))), /array\.astype\('(float32)'\)/, () => read(npy(shares))],
  ] // prettier-ignore
}
