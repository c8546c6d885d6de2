/** Seeded mutations of weights, schedule text and pictures: each is read or refused in a sentence, and nothing else. ANNEAL_FUZZ sets how many. */
import sharp from 'sharp'
import { beforeAll, it } from 'vitest'
import { decodeSafetensors, encodeSafetensors } from '#files/safetensors.ts'
import { decodeWhole } from '#pictures/decode-whole.ts'
import { parseSigmas, readSchedule, writeSchedule } from '#theory/grids/schedule-text.ts'
import { fuzz as fuzzed, ROUNDS } from '#theory/noise/testing/fuzz.ts'

const timeout = 60_000 + 20 * ROUNDS
const text = (value: string) => new TextEncoder().encode(value)
const string = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

const weights = encodeSafetensors(
  new Map([
    ['a/kernel', { dtype: 'F32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['b', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
    ['none', { dtype: 'F16', shape: [0], data: new Uint16Array(0) }],
  ]),
  { format: 'x', step: '3' },
)
const list = text('[50.0, 20, 1e1,\n 5, 2, 1, 0.5]')

const FILE = writeSchedule({
  name: 'mine',
  sigmas: Float64Array.of(50, 20, 10, 5),
  dataRange: [0, 1],
  terminalZero: false,
  parameters: null,
})

/** Two colours of 4 bits, 3 x 2, by hand: header, palette, rows. */
const BMP = Uint8Array.from(
  Buffer.from(
    '424d00000000000000003e00000028000000030000000200000001000400' +
      '0000000008000000000000000000000002000000000000000102030009080700' +
      '0110000011000000',
    'hex',
  ),
)

const pictures = new Map<string, Uint8Array>()
beforeAll(async () => {
  const raw = Uint8Array.from({ length: 24 * 20 * 3 }, (_, i) => (i * 37) % 256)
  const picture = () => sharp(raw, { raw: { width: 24, height: 20, channels: 3 } })
  for (const [kind, made] of [
    ['PNG', picture().png()],
    ['JPEG', picture().jpeg()],
    ['WebP', picture().webp()],
    ['TIFF', picture().tiff()],
    ['GIF', picture().gif()],
  ] as const)
    pictures.set(kind, await made.toBuffer())
  pictures.set('BMP', BMP)
})

async function fuzz(sound: Uint8Array, read: (bytes: Uint8Array) => unknown): Promise<void> {
  await read(sound)
  await fuzzed(sound, read, { refused: 1 / 20, megabytes: 768 })
}

it('safetensors', { timeout }, () => fuzz(weights, (bytes) => decodeSafetensors(bytes, 'f')))
it('a list of sigmas', { timeout }, () => fuzz(list, (bytes) => parseSigmas(string(bytes))))
it('a schedule file', { timeout }, () => fuzz(text(FILE), (bytes) => readSchedule(string(bytes))))
it.each(['PNG', 'JPEG', 'WebP', 'TIFF', 'GIF', 'BMP'])('%s', { timeout }, (kind) =>
  fuzz(pictures.get(kind)!, (bytes) => decodeWhole(bytes, 'f')),
)
