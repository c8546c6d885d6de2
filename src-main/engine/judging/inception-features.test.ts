import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { INCEPTION, inceptionFile } from '#program/inception-cache.mjs'
import { openInception } from './inception-features.ts'

let cache = ''
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'anneal-inception-'))
  vi.stubEnv('ANNEAL_CACHE', cache)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true })
})

function put(bytes: Uint8Array) {
  mkdirSync(dirname(inceptionFile()), { recursive: true })
  writeFileSync(inceptionFile(), bytes)
}

it.each<[string, () => void, RegExp]>([
  ['not there', () => {}, /not set up here\. Fetch it once with anneal setup --fid/],
  ['cut short', () => put(new Uint8Array(1000)), /altered or cut short\. Run anneal setup --fid/],
  ['of the right length and other bytes', () => put(new Uint8Array(INCEPTION.bytes)), /altered or cut short/],
])('refuses a network that is %s, with what to do', async (_, prepare, sentence) => {
  prepare()
  await expect(openInception('pytorch-fid')).rejects.toThrow(sentence)
})
