import { expect, it } from 'vitest'
import { messageOf, textOf } from './messages.ts'

it('gives a message back as it was, bytes of a larger buffer and doubles to the last bit included', () => {
  const bytes = new Uint8Array(Uint8Array.from({ length: 300 }, (_, i) => i % 256).buffer, 7, 256)
  const message = { type: 'preview', png: bytes, points: [{ value: 0.1 + 0.2, at: -0 }, null], deep: [[bytes, 'é#\n']] }
  const back = messageOf<typeof message>(textOf(message))
  expect(back).toEqual({ ...message, points: [{ value: 0.30000000000000004, at: 0 }, null] })
  expect(back.png).toBeInstanceOf(Uint8Array)
  expect(back.png.byteLength).toBe(256)
})

it('is text: whatever V8 reads it', () => {
  expect(JSON.parse(textOf({ type: 'finished' }))).toEqual({ message: { type: 'finished' }, bytes: [], base64: [] })
})
