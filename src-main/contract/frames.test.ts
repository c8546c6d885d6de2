import { expect, it } from 'vitest'
import { putBytesBack, takeBytesOut, type TextFrame } from './frames.ts'

const png = Uint8Array.of(0x89, 0x50)
const message = {
  id: 7,
  events: [
    [1, 'look/preview', { png, step: 2 }],
    [2, 'x', { png: Uint8Array.of(1) }],
  ],
}

it('takes bytes out and puts them back where they were, over JSON', () => {
  const { frame, bytes } = takeBytesOut(message)
  expect(bytes).toEqual([png, Uint8Array.of(1)])
  expect(putBytesBack(JSON.parse(JSON.stringify(frame)) as TextFrame, bytes)).toEqual(message)
  expect(message.events[0][2]).toHaveProperty('png', png)
})

it('carries numbers that are not finite, which JSON would make null', () => {
  const odd = { reply: { values: [1, NaN, Infinity, null], least: -Infinity, png } }
  const { frame, bytes } = takeBytesOut(odd)
  expect(putBytesBack(JSON.parse(JSON.stringify(frame)) as TextFrame, bytes)).toEqual(odd)
  expect(odd.reply.values[1]).toBeNaN()
})

it('copies nothing of a message without bytes', () => {
  const list = { value: Array.from({ length: 3 }, (_, number) => ({ number, parents: ['a'] })) }
  expect(takeBytesOut(list).frame.message).toBe(list)
})

it('refuses a path that the message does not hold, such as one through a prototype', () => {
  expect(() => putBytesBack({ message: {}, bytes: [['__proto__', 'x']] }, [png])).toThrow(/No place/)
  expect(() => putBytesBack({ message: { a: 1 }, bytes: [['a']] }, [png])).toThrow(/No place/)
  expect(() => putBytesBack({ message: null, bytes: [[]] }, [png])).toThrow(/No place/)
})
