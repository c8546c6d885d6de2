import { Refusal } from '#contract/refusal.ts'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCompute } from './backend.ts'
import { findTensorflow } from '#program/tensorflow-library.mjs'

const hasTensorflow = findTensorflow().found.length > 0

/** Opens a backend in a process of its own, as the first thing it does, and answers with what it printed. */
function openAlone(env: Record<string, string>): { stdout: string; stderr: string } {
  const program = `
    const { openCompute } = await import('#compute/backend.ts')
    const { tf, ...rest } = await openCompute()
    const x = tf.tensor2d([[1, 2], [3, 4]])
    process.stdout.write(JSON.stringify({ ...rest, product: Array.from(tf.matMul(x, x).dataSync()) }))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, ANNEAL_BACKEND: '', ...env },
    encoding: 'utf8',
  })
  return { stdout, stderr }
}

describe('opening a backend', () => {
  it.runIf(hasTensorflow)('takes TensorFlow where it is set up, without a word on either stream', () => {
    const { stdout, stderr } = openAlone({})
    expect(JSON.parse(stdout)).toMatchObject({ name: 'tensorflow', version: '2.20.0', product: [7, 10, 15, 22] })
    expect(stderr).toBe('')
  })

  it('falls to WebAssembly where nothing is set up, and says why TensorFlow was passed over', () => {
    const { stdout, stderr } = openAlone({ ANNEAL_CACHE: mkdtempSync(join(tmpdir(), 'anneal-cache-')) })
    const opened = JSON.parse(stdout)
    expect(opened).toMatchObject({ name: 'wasm', product: [7, 10, 15, 22] })
    expect(opened.passedOver).toEqual([{ candidate: 'tensorflow', reason: 'not set up yet: run anneal setup' }])
    expect(stderr).toBe('')
  })

  it('falls to WebAssembly where the library is there and cannot be loaded', () => {
    const folder = mkdtempSync(join(tmpdir(), 'anneal-broken-'))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'tfjs_binding.node'), 'no library')
    writeFileSync(
      join(folder, 'stamp.json'),
      JSON.stringify({ library: '2.20.0', binding: 'tfjs_binding.node', libraryPath: [] }),
    )
    const opened = JSON.parse(openAlone({ ANNEAL_TENSORFLOW: folder }).stdout)
    expect(opened.name).toBe('wasm')
    expect(opened.passedOver[0].reason).toMatch(/cannot be loaded: .*tfjs_binding\.node/)
  })

  it('opens exactly the one that is asked for', async () => {
    const { name, passedOver } = await openCompute({ backend: 'cpu' })
    expect(name).toBe('cpu')
    expect(passedOver.map(({ reason }) => reason)).toEqual(['cpu was asked for', 'cpu was asked for'])
  })

  it('refuses one that does not exist, and one that cannot be had', async () => {
    await expect(openCompute({ backend: 'cuda' })).rejects.toThrow(Refusal)
    await expect(openCompute({ backend: 'cuda' })).rejects.toThrow(
      /unknown backend "cuda": use one of tensorflow, wasm, cpu/,
    )
    const program = `
      const { openCompute } = await import('#compute/backend.ts')
      await openCompute().catch((error) => process.stdout.write(error.name + ': ' + error.message))`
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, ANNEAL_BACKEND: 'tensorflow', ANNEAL_CACHE: mkdtempSync(join(tmpdir(), 'anneal-cache-')) },
      encoding: 'utf8',
    })
    expect(said).toMatch(
      /^Refusal: the backend tensorflow cannot be had \(tensorflow: not set up yet: run anneal setup\)/,
    )
  })
})
