import { expect, it } from 'vitest'
import { withoutFolders } from './without-folders.ts'

it.each([
  ['/home/ada/nets/karras.safetensors', 'karras.safetensors'],
  ['C:\\Users\\Ada L\\nets\\k.onnx', 'k.onnx'],
  ['exact, empirical of /home/ada/my data/x.npy', 'exact, empirical of x.npy'],
  ['weights "/home/ada/a b.npz" (mean)', 'weights "a b.npz" (mean)'],
  ['mnist-unet, 1/2 of it, n = 400', 'mnist-unet, 1/2 of it, n = 400'],
  ['https://example.org/x', 'https://example.org/x'],
])('%s', (text, shown) => expect(withoutFolders(text)).toBe(shown))

it('whatever it lies in, and nothing but texts', () => {
  expect(withoutFolders({ n: 3, weights: ['/home/ada/k.st', null], of: { path: '/x/y' } })).toEqual({
    n: 3,
    weights: ['k.st', null],
    of: { path: 'y' },
  })
})
