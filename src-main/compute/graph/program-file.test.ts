import { expect, it } from 'vitest'
import { decodeProgram, encodeProgram } from './program-file.ts'

const stored = {
  program: {
    bytes: Uint8Array.from({ length: 300 }, (_, i) => i % 256),
    functions: { step: { inputs: { x: { feed: 'step/x:0', shape: [2, 3] } }, outputs: { y: 'Add_1:0' }, done: null } },
    variables: { w: { shape: [3], read: 'w/read:0', feed: 'w/feed:0', done: 'w/done:0' } },
  },
  notes: { difference: 1e-7, batch: 4 },
}
const file = encodeProgram(stored)

it('gives back what was written', () => {
  const found = decodeProgram(file)!
  expect({ ...found.program, bytes: [...found.program.bytes] }).toEqual({
    ...stored.program,
    bytes: [...stored.program.bytes],
  })
  expect(found.notes).toEqual(stored.notes)
})

it('knows a file cut short at any place, or with any byte changed, from a whole one', () => {
  for (let length = 0; length < file.length; length += 7) expect(decodeProgram(file.subarray(0, length))).toBeNull()
  for (let at = 0; at < file.length; at += 7) {
    const changed = Uint8Array.from(file)
    changed[at] ^= 1
    expect(decodeProgram(changed)).toBeNull()
  }
})
