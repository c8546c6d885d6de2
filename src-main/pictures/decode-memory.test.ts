import { expect, it } from 'vitest'
import { unpackedBytes, withRoom } from './decode-memory.ts'

const MB = 2 ** 20

it('counts what a header says', () => {
  expect(unpackedBytes({ width: 8000, height: 8000, channels: 4, depth: 'ushort' })).toBe(512e6)
  expect(unpackedBytes({ width: 10, height: 10 })).toBe(400)
})

it('lets in what fits, and the rest one after another', async () => {
  let now = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 5))
    now--
  }
  await Promise.all(Array.from({ length: 4 }, () => withRoom(150 * MB, 'a', work)))
  expect(most).toBe(1)
  most = 0
  await Promise.all(Array.from({ length: 4 }, () => withRoom(100 * MB, 'a', work)))
  expect(most).toBe(2)
  await withRoom(300 * MB, 'alone', work)
})

it('is free again after a fault, and refuses what never fits', async () => {
  await expect(withRoom(200 * MB, 'a', () => Promise.reject(new Error('torn')))).rejects.toThrow('torn')
  expect(await withRoom(200 * MB, 'b', async () => 3)).toBe(3)
  await expect(withRoom(512e6, 'big.png', async () => 3)).rejects.toThrow(/big\.png takes 512 MB unpacked; at most 336/)
})
