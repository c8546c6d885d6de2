import { expect, it } from 'vitest'
import { previewAt, previewFiles } from './previews.ts'

const FILES = [
  'previews/step-00000010-sigma-0.02.png',
  'previews/step-00000002-sigma-8.png',
  'previews/step-00000005-sigma-1e-1.png',
  'samples/sheet.png',
  'previews/notes.txt',
].map((path) => ({ path, bytes: 1 }))

it('reads steps and sigmas off the names and puts them in order', () => {
  expect(previewFiles(FILES).map(({ step, sigma }) => [step, sigma])).toEqual([
    [2, 8],
    [5, 0.1],
    [10, 0.02],
  ])
  expect(previewFiles([{ path: 'previews/step-00000500.png', bytes: 1 }])).toMatchObject([{ step: 500, sigma: null }])
})

it('finds the picture of a moment by share of the steps, or by sigma in ratio', () => {
  const pictures = previewFiles(FILES)
  expect(previewAt(pictures, { by: 'share', value: 0 })?.step).toBe(2)
  expect(previewAt(pictures, { by: 'share', value: 0.6 })?.step).toBe(5)
  expect(previewAt(pictures, { by: 'sigma', value: 1.5 })?.step).toBe(2)
  expect(previewAt(pictures, { by: 'sigma', value: 0.5 })?.step).toBe(5)
  expect(previewAt([{ step: 1, sigma: null }], { by: 'sigma', value: 1 })).toBeNull()
})
