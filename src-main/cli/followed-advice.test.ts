/**
 * Every advice of an import, an evaluation, a sampling, a schedule and of FID: what is called, the advice as it stands in the sentence of
 * the refusal, and the call that follows it, which is accepted. No sentence of these rooms that advises something to be typed is left out.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { adviceOfImports, type Encode } from './testing/advice-of-imports.ts'
import { refusalOf } from './testing/followed.ts'

const folder = mkdtempSync(join(tmpdir(), 'anneal-advice-'))
afterAll(() => rmSync(folder, { recursive: true }))
const said: string[] = []
const png: Encode = (values, width, channels) => {
  const space = channels === 3 ? 'srgb' : values instanceof Uint8Array ? 'b-w' : 'grey16'
  const raw = { width, height: values.length / width / channels, channels }
  return sharp(values, { raw }).toColourspace(space).png().toBuffer()
}

describe('advice of an import', () => {
  it.each(adviceOfImports(folder, png))('%s', async (_, ask, advice, follow) => {
    const message = await refusalOf(ask)
    said.push(message)
    expect(message).toMatch(advice)
    const [, ...typed] = advice.exec(message)!
    await follow(...typed)
  })
})
