import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheFolder, readStamp } from './tensorflow-cache.mjs'
import { engineEnvironment, findTensorflow } from './tensorflow-library.mjs'

let cache: string
beforeEach(() => void (cache = mkdtempSync(join(tmpdir(), 'anneal-cache-'))))
afterEach(() => rmSync(cache, { recursive: true }))

/** A finished folder, as set-up leaves it. */
function finished(name: string, libraryPath: string[] = []): string {
  const folder = join(cache, 'tensorflow', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tfjs_binding.node'), '')
  writeFileSync(
    join(folder, 'stamp.json'),
    JSON.stringify({ library: '2.20.0', binding: 'tfjs_binding.node', libraryPath }),
  )
  return folder
}

function record(attempts: { candidate: string; folder?: string; reason?: string }[]) {
  mkdirSync(join(cache, 'tensorflow'), { recursive: true })
  writeFileSync(join(cache, 'tensorflow', 'setup.json'), JSON.stringify({ format: 1, wanted: 'x', attempts }))
}

describe('the cache folder', () => {
  it('is ANNEAL_CACHE, else the place the system has for caches', () => {
    expect(cacheFolder({ ANNEAL_CACHE: '/a' }, 'linux', '/home/u')).toBe('/a')
    expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux', '/home/u')).toBe('/x/anneal')
    expect(cacheFolder({}, 'linux', '/home/u')).toBe('/home/u/.cache/anneal')
    expect(cacheFolder({}, 'darwin', '/Users/u')).toBe('/Users/u/Library/Caches/Anneal')
  })

  it('takes a folder without a readable stamp for unfinished', () => {
    const folder = finished('half')
    expect(readStamp(folder)?.library).toBe('2.20.0')
    writeFileSync(join(folder, 'stamp.json'), '{"library": "2.2')
    expect(readStamp(folder)).toBeUndefined()
    expect(readStamp(join(cache, 'absent'))).toBeUndefined()
  })
})

describe('the choice of a TensorFlow library', () => {
  it('says that nothing is set up where nothing is', () => {
    expect(findTensorflow({ ANNEAL_CACHE: cache })).toEqual({
      found: [],
      passedOver: [{ candidate: 'tensorflow', reason: 'not set up yet: run anneal setup' }],
    })
  })

  it('takes what an installed program brought, and of the cache only the CUDA library that was added', () => {
    const [shipped, gpu] = [finished('shipped'), finished('gpu')]
    const env = { ANNEAL_CACHE: cache, ANNEAL_SHIPPED_TENSORFLOW: shipped }
    const bindings = (hasGpu: boolean) => findTensorflow(env, hasGpu).found.map(({ binding }) => binding)
    expect(bindings(true)).toEqual([join(shipped, 'tfjs_binding.node')])
    record([
      { candidate: 'tensorflow-gpu', folder: gpu },
      { candidate: 'tensorflow', folder: finished('old') },
    ])
    expect(bindings(true)).toEqual([gpu, shipped].map((folder) => join(folder, 'tfjs_binding.node')))
    expect(bindings(false)).toEqual([join(shipped, 'tfjs_binding.node')])
    expect(findTensorflow({ ...env, ANNEAL_TENSORFLOW: gpu }, true).found.map(({ candidate }) => candidate)).toEqual([
      'tensorflow',
    ])
  })

  it('hands on the reason of every rung that failed', () => {
    const folder = finished('cpu')
    record([
      { candidate: 'tensorflow-gpu', reason: 'the disk is full' },
      { candidate: 'tensorflow', folder },
    ])
    const { found, passedOver } = findTensorflow({ ANNEAL_CACHE: cache }, true)
    expect(found.map((library) => library.binding)).toEqual([join(folder, 'tfjs_binding.node')])
    expect(passedOver).toEqual([{ candidate: 'tensorflow-gpu', reason: 'the disk is full' }])
  })

  it('passes a CUDA library over where no driver is loaded, and puts its folders first on the library path where one is', () => {
    const gpu = finished('gpu', ['nvidia/cudnn/lib'])
    record([
      { candidate: 'tensorflow-gpu', folder: gpu },
      { candidate: 'tensorflow', folder: finished('cpu') },
    ])
    const env = { ANNEAL_CACHE: cache, LD_LIBRARY_PATH: '/opt/lib' }
    expect(findTensorflow(env, false).found.map((library) => library.candidate)).toEqual(['tensorflow'])
    expect(engineEnvironment(env, false)).not.toHaveProperty('LD_LIBRARY_PATH')
    expect(findTensorflow(env, true).found.map((library) => library.candidate)).toEqual([
      'tensorflow-gpu',
      'tensorflow',
    ])
    const added = engineEnvironment(env, true)
    expect(added.LD_LIBRARY_PATH).toBe(`${gpu}/nvidia/cudnn/lib:/opt/lib`)
    expect(engineEnvironment({ ...env, ...added }, true)).not.toHaveProperty('LD_LIBRARY_PATH')
  })

  it('says so when a folder that was set up is gone', () => {
    record([{ candidate: 'tensorflow', folder: join(cache, 'gone') }])
    expect(findTensorflow({ ANNEAL_CACHE: cache }).passedOver[0]!.reason).toMatch(/gone: run anneal setup/)
  })

  it('takes the folder a packaged app names, and refuses to look elsewhere', () => {
    const folder = finished('own')
    expect(findTensorflow({ ANNEAL_TENSORFLOW: folder }).found[0]!.version).toBe('2.20.0')
    const missing = findTensorflow({ ANNEAL_TENSORFLOW: join(cache, 'none'), ANNEAL_CACHE: cache })
    expect(missing.found).toEqual([])
    expect(missing.passedOver[0]!.reason).toMatch(/ANNEAL_TENSORFLOW names/)
  })

  it('keeps TensorFlow quiet and hands thread counts over', () => {
    const added = engineEnvironment({ ANNEAL_CACHE: cache, ANNEAL_THREADS: '1' })
    expect(added).toEqual({ TF_CPP_MIN_LOG_LEVEL: '2', TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' })
  })
})
