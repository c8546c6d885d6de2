import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { chunkSize, finishedChunks, readSamples, writeChunk } from './sample-files.ts'

const SHAPE = { height: 2, width: 3, channels: 1 }
let folder: string

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'anneal-samples-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** Image i is all i. */
const images = (from: number, count: number) =>
  Float32Array.from({ length: count * 6 }, (_, i) => from + Math.floor(i / 6))

it('gives the first samples across chunks, as many as there are', () => {
  writeChunk(folder, 0, images(0, 3), SHAPE)
  writeChunk(folder, 1, images(3, 3), SHAPE)
  writeChunk(folder, 2, images(6, 1), SHAPE)
  for (const [most, count] of [
    [2, 2],
    [3, 3],
    [5, 5],
    [64, 7],
  ]) {
    expect(readSamples(folder, most)).toEqual({ images: images(0, count), count, shape: SHAPE })
  }
  expect(readSamples(folder).count).toBe(7)
})

it('makes the whole once, and beside it nothing: a chunk is looked at where its file lies', () => {
  for (const [index, count] of [3, 3, 1].entries()) writeChunk(folder, index, images(3 * index, count), SHAPE)
  const made: number[] = []
  class Counted extends Float32Array {
    constructor(...args: [number]) {
      super(...args)
      if (typeof args[0] === 'number') made.push(args[0])
    }
  }
  vi.stubGlobal('Float32Array', Counted)
  try {
    expect(readSamples(folder).count).toBe(7)
  } finally {
    vi.unstubAllGlobals()
  }
  expect(made.filter((length) => length > 0)).toEqual([42])
})

it('goes on after the chunks that are there without a gap', () => {
  expect(finishedChunks(folder)).toBe(0)
  writeChunk(folder, 0, images(0, 3), SHAPE)
  writeChunk(folder, 2, images(6, 3), SHAPE)
  expect(finishedChunks(folder)).toBe(1)
  expect(chunkSize(folder)).toBe(3)
})

it('has no samples where none were drawn', () => {
  expect(readSamples(folder).count).toBe(0)
})
