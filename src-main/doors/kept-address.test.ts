import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepAddress, keptAddress } from './kept-address.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'anneal-address-'))))
afterEach(() => rmSync(root, { recursive: true }))

it('reads back what was kept, for its owner alone', () => {
  const kept = { port: 41_817, token: 'a-_9'.repeat(11) }
  expect(keptAddress(root)).toBeNull()
  writeFileSync(join(root, 'door.json'), '{}', { mode: 0o644 })
  keepAddress(root, kept)
  expect(keptAddress(root)).toEqual(kept)
  if (process.platform !== 'win32') expect(statSync(join(root, 'door.json')).mode & 0o777).toBe(0o600)
})

it.each(['', '{"port":', '{"port":0,"token":""}', '{"port":80,"token":"short"}', '{"port":"80"}'])(
  'takes %j for none: a door that anybody can enter is not opened',
  (text) => {
    writeFileSync(join(root, 'door.json'), text)
    expect(keptAddress(root)).toBeNull()
  },
)
