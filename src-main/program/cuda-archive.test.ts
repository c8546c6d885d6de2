import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addCudaArchive, sha256Of } from './cuda-archive.mjs'
import { readSetupRecord, tensorflowRoot } from './tensorflow-cache.mjs'
import { findTensorflow } from './tensorflow-library.mjs'

let folder: string
let cache: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anneal-cuda-é '))
  cache = join(folder, 'cache')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function archive(variant = 'gpu', name = '9.9.9-gpu-abc'): Promise<string> {
  const content = join(folder, 'content')
  mkdirSync(join(content, name, 'nvidia', 'cudnn', 'lib'), { recursive: true })
  const stamp = { library: '9.9.9', variant, binding: 'tfjs_binding.node', libraryPath: ['nvidia/cudnn/lib'] }
  writeFileSync(join(content, name, 'stamp.json'), JSON.stringify(stamp))
  writeFileSync(join(content, name, 'tfjs_binding.node'), 'binding')
  const file = join(folder, 'cuda.tar.gz')
  execFileSync('tar', ['-czf', file, '-C', content, name])
  writeFileSync(`${file}.sha256`, `${await sha256Of(file)}  cuda.tar.gz\n`)
  return file
}
const inCache = () => (existsSync(tensorflowRoot(cache)) ? readdirSync(tensorflowRoot(cache)) : [])

describe('the archive with the CUDA set', () => {
  it('is unpacked, and is the first library where a driver is loaded', async () => {
    const added = await addCudaArchive({ file: await archive(), cache })
    expect(readFileSync(join(added, 'tfjs_binding.node'), 'utf8')).toBe('binding')
    expect(inCache().toSorted()).toEqual(['9.9.9-gpu-abc', 'setup.json'])
    expect(findTensorflow({ ANNEAL_CACHE: cache }, true).found).toMatchObject([
      { candidate: 'tensorflow-gpu', version: '9.9.9', libraryPath: [join(added, 'nvidia/cudnn/lib')] },
    ])
    expect(findTensorflow({ ANNEAL_CACHE: cache }, false).found).toEqual([])
  })

  it('leaves the other libraries of the cache in their place, and replaces an older set', async () => {
    mkdirSync(tensorflowRoot(cache), { recursive: true })
    const cpu = { candidate: 'tensorflow', folder: '/cpu' }
    const before = { format: 1, wanted: 'x', attempts: [{ candidate: 'tensorflow-gpu', reason: 'no network' }, cpu] }
    writeFileSync(join(tensorflowRoot(cache), 'setup.json'), JSON.stringify(before))
    const file = await archive()
    const added = await addCudaArchive({ file, cache })
    expect(await addCudaArchive({ file, cache })).toBe(added)
    expect(readSetupRecord(cache)).toEqual({
      ...before,
      attempts: [{ candidate: 'tensorflow-gpu', folder: added }, cpu],
    })
  })

  it('is refused, and leaves nothing, where a byte is another, the hash is not known or it is something else', async () => {
    const file = await archive()
    appendFileSync(file, 'x')
    await expect(addCudaArchive({ file, cache })).rejects.toThrow(/is not the archive that was released: its SHA-256/)
    rmSync(`${file}.sha256`)
    await expect(addCudaArchive({ file, cache })).rejects.toThrow(/hash of .* is not known/)
    await expect(addCudaArchive({ file: join(folder, 'none'), sha256: 'a', cache })).rejects.toThrow(/there is no file/)
    expect(inCache()).toEqual([])

    const other = await archive('cpu')
    await expect(addCudaArchive({ file: other, cache })).rejects.toThrow(/holds no CUDA set/)
    writeFileSync(file, 'no archive at all')
    await expect(addCudaArchive({ file, sha256: await sha256Of(file), cache })).rejects.toThrow(/cannot be unpacked/)
    expect(inCache()).toEqual([])
  })

  it('of an attempt that was killed removes what it left', async () => {
    mkdirSync(join(tensorflowRoot(cache), 'adding-dead'), { recursive: true })
    await addCudaArchive({ file: await archive(), cache })
    expect(inCache()).not.toContain('adding-dead')
  })
})
