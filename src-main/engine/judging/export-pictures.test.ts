import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openPictureFolder } from '#datasets/picture-files.ts'
import { npzArray } from '#files/npz.ts'
import { exportNpz, exportPngs } from './export-pictures.ts'
import { picturesInMemory } from './pictures.ts'

const folder = mkdtempSync(join(tmpdir(), 'anneal-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Every byte value, in an order that a picture of the wrong shape would not keep. */
const noise = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 197 + (i >> 8) * 31) % 256)

describe.each([1, 3])('pictures of %d channels', (channels) => {
  const shape = { height: 5, width: 7, channels }
  const count = 70
  const pixels = noise(count * 35 * channels)
  const pictures = picturesInMemory('these', pixels, shape, [0, 1])

  it('read back from a folder of PNG files to the same bytes, in order', async () => {
    const out = join(folder, `png-${channels}`)
    const seen: number[] = []
    const told = await exportPngs(pictures, out, (done) => seen.push(done))
    expect(told).toEqual({ file: out, n: count, shape: `5 x 7 x ${channels}`, format: 'png' })
    expect(seen).toEqual([64, 70])
    const back = await openPictureFolder(out)
    expect([back.count, back.shape]).toEqual([count, shape])
    expect(await back.read(0, count)).toEqual(pixels)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('read back from an .npz to the same bytes', async () => {
    const out = join(folder, `npz-${channels}.npz`)
    await exportNpz(pictures, out)
    const back = npzArray(readFileSync(out), 'arr_0', out)
    expect(back?.shape).toEqual([count, 5, 7, channels])
    expect(Uint8Array.from(back?.data ?? [])).toEqual(pixels)
  })
})

it('refuses a folder that holds something, and leaves it as it was', async () => {
  const out = join(folder, 'full')
  mkdirSync(out)
  writeFileSync(join(out, 'mine.txt'), 'mine')
  const pictures = picturesInMemory('these', noise(4), { height: 2, width: 2, channels: 1 }, [0, 1])
  await expect(exportPngs(pictures, out)).rejects.toThrow(/holds 1 files already\. Name a new folder/)
  await expect(exportPngs(pictures, join(out, 'mine.txt'))).rejects.toThrow(/is no folder that can be read/)
  expect(readdirSync(out)).toEqual(['mine.txt'])
})

it('leaves nothing behind where a picture is not finite', async () => {
  const pictures = picturesInMemory('run 3', Float32Array.of(0, NaN), { height: 1, width: 1, channels: 1 }, [0, 1])
  const out = join(folder, 'nan')
  await expect(exportPngs(pictures, out)).rejects.toThrow('run 3 holds NaN in picture 1')
  await expect(exportNpz(pictures, `${out}.npz`)).rejects.toThrow('run 3 holds NaN in picture 1')
  expect(existsSync(out)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.includes('nan'))).toEqual([])
})
