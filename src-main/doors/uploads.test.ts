import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { openUploads, type Uploads } from './uploads.ts'

let parent: string
let uploads: Uploads
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'anneal-uploads-'))
  uploads = openUploads(parent)
})
const put = (path: string, text: string, from = 0) =>
  uploads.write({ upload: 'u', path, from, bytes: new TextEncoder().encode(text) })

it('puts the pieces of a file together, and refuses one that does not follow', () => {
  expect(put('images.npy', 'abc')).toBe(3)
  expect(put('images.npy', 'de', 3)).toBe(5)
  expect(() => put('images.npy', 'again', 3)).toThrow(/has 5 bytes here, not 3/)
  expect(readFileSync(uploads.pathOf('u'), 'utf8')).toBe('abcde')
})

it('imports one file as a file, a folder as a folder, and of two IDX files the images', () => {
  put('animals/cats/1.png', 'x')
  put('animals/dogs/1.png', 'x')
  expect(uploads.pathOf('u')).toMatch(/u[/\\]animals$/)
  uploads.drop('u')
  put('t10k-images-idx3-ubyte', 'x')
  put('t10k-labels-idx1-ubyte', 'x')
  expect(uploads.pathOf('u')).toMatch(/t10k-images-idx3-ubyte$/)
})

it('takes the labels of two arrays from the one that is named, and asks which', () => {
  put('x.npy', 'x')
  expect(uploads.arraysOf('u')).toEqual({ path: expect.stringMatching(/x\.npy$/) })
  put('y.npy', 'y')
  expect(() => uploads.arraysOf('u')).toThrow(
    'x.npy and y.npy are two arrays. Say which holds the labels: labels_path=y.npy or labels_path=x.npy.',
  )
  expect(uploads.arraysOf('u', 'y.npy')).toEqual({
    path: expect.stringMatching(/x\.npy$/),
    labelsPath: expect.stringMatching(/u[/\\]y\.npy$/),
  })
  put('z.npy', 'z')
  expect(uploads.arraysOf('u').path).toMatch(/u$/)
})

it('speaks of files by the names that the page knows', () => {
  put('images.npy', 'x')
  expect(uploads.forPage('u', `${uploads.pathOf('u')} is empty`)).toBe('images.npy is empty')
})

it('leaves nothing behind, neither dropped nor closed', () => {
  put('images.npy', 'x')
  uploads.drop('u')
  expect(() => uploads.pathOf('u')).toThrow(/Nothing was uploaded/)
  put('images.npy', 'x')
  const path = uploads.pathOf('u')
  uploads.close()
  expect(existsSync(path)).toBe(false)
  expect(readdirSync(parent)).toEqual([])
})
