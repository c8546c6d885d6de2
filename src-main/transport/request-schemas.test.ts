import { expect, it } from 'vitest'
import { REQUEST_SCHEMAS } from './request-schemas.ts'

const upload = '11111111-1111-4111-8111-111111111111'
const piece = (path: string) => ({ upload, path, from: 0, bytes: new Uint8Array(1) })
const write = REQUEST_SCHEMAS['uploads/write']

it('an id with a NUL is refused, whatever is asked with it', () => {
  for (const name of ['datasets/thumbnails', 'datasets/remove', 'runs/get', 'schedules/get'] as const)
    expect(REQUEST_SCHEMAS[name].safeParse({ id: 'mnist\0' }).success, name).toBe(false)
  expect(REQUEST_SCHEMAS['datasets/thumbnails'].safeParse({ id: 'mnist' }).success).toBe(true)
})

it('a part of a path that no file system takes is refused, counted in bytes', () => {
  expect(write.safeParse(piece(`a/${'x'.repeat(255)}`)).success).toBe(true)
  expect(write.safeParse(piece(`a/${'x'.repeat(256)}`)).success).toBe(false)
  expect(write.safeParse(piece('漢'.repeat(86))).success).toBe(false)
  expect(REQUEST_SCHEMAS['runs/file'].safeParse({ id: '1', path: 'y'.repeat(300) }).success).toBe(false)
})
