/** Forms of one array's dtype, as machines and programs write them: each read as NumPy reads it, or refused with what to do; none wrongly in silence. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeDataset } from './describe-dataset.ts'
import { readSource } from './import-source.ts'

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'anneal-dtypes-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const SHAPE = [5, 8, 8]
/** numpy: (numpy.arange(320) * 7) % 256, mean 124.5, deviation 73.15497248991349 (NumPy 2.4.6). */
const BYTES = Array.from({ length: 320 }, (_, i) => (i * 7) % 256)

function npy(descr: string, items: Uint8Array, { fortran = false, shape = SHAPE } = {}): string {
  const facts = `{'descr': ${descr.startsWith('[') ? descr : `'${descr}'`}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')}), }`
  const header = `${facts}${' '.repeat(63 - ((10 + facts.length) % 64))}\n`
  const path = join(folder, `${descr.replace(/\W/g, (letter) => `_${letter.charCodeAt(0)}`)}${fortran}.npy`)
  writeFileSync(
    path,
    Buffer.concat([Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 1, 0, header.length % 256, header.length >> 8), Buffer.from(header, 'latin1'), items]), // prettier-ignore
  )
  return path
}

/** IEEE 754 binary16 of a value with few digits, as numpy.float16 has it. */
function half(value: number): number {
  if (value === 0) return 0
  const exponent = Math.floor(Math.log2(value))
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024)
}

type Put = (view: DataView, at: number, value: number, little: boolean) => void
const PUT: Readonly<Record<string, [bytes: number, put: Put]>> = {
  u1: [1, (view, at, value) => view.setUint8(at, value)],
  u2: [2, (view, at, value, little) => view.setUint16(at, value, little)],
  u4: [4, (view, at, value, little) => view.setUint32(at, value, little)],
  u8: [8, (view, at, value, little) => view.setBigUint64(at, BigInt(value), little)],
  i2: [2, (view, at, value, little) => view.setInt16(at, value, little)],
  i4: [4, (view, at, value, little) => view.setInt32(at, value, little)],
  i8: [8, (view, at, value, little) => view.setBigInt64(at, BigInt(value), little)],
  f2: [2, (view, at, value, little) => view.setUint16(at, half(value), little)],
  f4: [4, (view, at, value, little) => view.setFloat32(at, value, little)],
  f8: [8, (view, at, value, little) => view.setFloat64(at, value, little)],
}
function items(descr: string, values: readonly number[]): Uint8Array {
  const [bytes, put] = PUT[descr.slice(1)]
  const view = new DataView(new ArrayBuffer(values.length * bytes))
  values.forEach((value, i) => put(view, i * bytes, value, !descr.startsWith('>')))
  return new Uint8Array(view.buffer)
}

describe('bytes are one content in every dtype of integers', () => {
  it.each(['|u1', '<u2', '>u2', '<i2', '>i2', '<u4', '>u4', '<i4', '>i4', '<u8', '>u8', '<i8', '>i8'])('%s', async (descr) => {
    const found = await readSource(npy(descr, items(descr, BYTES)))
    expect([...found.pixels]).toEqual(BYTES)
    const { mean, std } = describeDataset(found, [0, 255])
    expect([mean, std]).toEqual([expect.closeTo(124.5, 10), expect.closeTo(73.15497248991349, 10)])
  }) // prettier-ignore
})

describe('floats are one content in every width and order, to their own rounding', () => {
  const unit = BYTES.map((value) => value / 256)
  it.each(['<f2', '>f2', '<f4', '>f4', '<f8', '>f8'])('%s', async (descr) => {
    const found = await readSource(npy(descr, items(descr, unit)))
    expect(found.floatRange).toEqual([0, 1])
    // Shares of 256 are exact in each of them.
    expect([...found.pixels]).toEqual(unit)
  })
})

describe('order of memory is not order of axes', () => {
  it.each(['|u1', '<f4'])('%s in Fortran order, as MATLAB and Julia write it', async (descr) => {
    const values = descr === '|u1' ? BYTES : BYTES.map((value) => value / 256)
    // numpy: numpy.asfortranarray(x) has x[n, h, w] at n + 5 h + 40 w.
    const turned = values.map((_, at) => values[(at % 5) * 64 + (Math.floor(at / 5) % 8) * 8 + Math.floor(at / 40)])
    const found = await readSource(npy(descr, items(descr, turned), { fortran: true }))
    expect([...found.pixels]).toEqual(values)
  })
})

it('truth values are 0 and 255', async () => {
  const bits = BYTES.map((value) => value % 2)
  expect([...(await readSource(npy('|b1', Uint8Array.from(bits)))).pixels]).toEqual(bits.map((bit) => 255 * bit))
})

describe('what are no real numbers is refused by its dtype, with what to do', () => {
  it.each([
    ['complex', '<c8', 8],
    ['text', '<U3', 12],
    ['bytes of text', '|S4', 4],
    ['times', '<M8[ns]', 8],
    ['long doubles', '<f16', 16],
    ['raw memory', '|V3', 3],
    ['structures', "[('x', '<f4'), ('y', '<f4')]", 8],
    ['Python objects', '|O', 8],
  ])('%s', async (_, descr, bytes) => {
    const refused = expect(readSource(npy(descr, new Uint8Array(320 * bytes)))).rejects
    await refused.toMatchObject({ name: 'Refusal' })
    await refused.toThrow(/[Ss]ave|needed|read/)
  })
})
