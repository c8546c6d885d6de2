import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import type { LookDesk } from '#engine/look/look-desk.ts'
import { computeHandlers } from './compute-handlers.ts'

it('says at its field why an archive cannot be added, and takes one at a time', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'anneal-cache-'))
  const add = computeHandlers({} as LookDesk, cache)['compute/add-cuda']
  const refused = async (path: string) => {
    const error = await Promise.resolve(add({ path })).catch((refusal: unknown) => refusal)
    expect(error).toBeInstanceOf(Refusal)
    expect((error as Refusal).field).toBe('path')
    return (error as Refusal).message
  }
  expect(await refused(join(cache, 'none.tar.gz'))).toMatch(/^There is no file .*none\.tar\.gz\.$/)
  const [one, two] = await Promise.all([refused(join(cache, 'a')), refused(join(cache, 'b'))])
  expect([one, two]).toEqual([expect.stringMatching(/^There is no file/), 'An archive is being added already.'])
  expect(await refused(join(cache, 'c'))).toMatch(/^There is no file/)
  rmSync(cache, { recursive: true })
})
