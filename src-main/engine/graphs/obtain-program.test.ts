import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Compute, openCompute } from '#compute/backend.ts'
import { cacheFolder, tensorflowRoot } from '#program/tensorflow-cache.mjs'
import { Refusal } from '#contract/refusal.ts'
import { type ExecutionConfig, tryGraph } from './choose-execution.ts'
import { obtainProgram } from './obtain-program.ts'
import { type DenoiserRecipe, recipeKey } from './recipe.ts'

const compute = await openCompute()
const spec = { architecture: 'mlp', width: 8, depth: 1, sigmaData: 1, dataRange: [-1, 1] } as DenoiserRecipe['network']
const recipe: DenoiserRecipe = {
  kind: 'denoiser',
  network: spec,
  shape: { height: 1, width: 1, channels: 2 },
  batch: 3,
  precision: 'float32',
}

const bad = { ...recipe, network: { ...spec, architecture: 'none' } } as unknown as DenoiserRecipe
const wasm = { ...compute, name: 'wasm' } as Compute
const entry = () => join(cacheFolder(), 'graphs', `${recipeKey(recipe, compute)}.graph`)

function attempt(on: Compute, one: DenoiserRecipe, config: ExecutionConfig) {
  const lines: string[] = []
  const port = { signal: new AbortController().signal, log: (text: string) => void lines.push(text) }
  return { lines, result: tryGraph(on, { ...one, precision: config.precision }, config, port, () => 'graph') }
}

describe('recipeKey', () => {
  it('is another for whatever the graph depends on', () => {
    const other: DenoiserRecipe[] = [
      { ...recipe, batch: 4 },
      { ...recipe, precision: 'bfloat16' },
      { ...recipe, shape: { ...recipe.shape, channels: 1 } },
      { ...recipe, network: { ...spec, dataRange: [0, 1] } },
    ]
    const keys = [...other.map((one) => recipeKey(one, compute)), recipeKey(recipe, { ...compute, version: '1' })]
    expect(new Set([recipeKey(recipe, compute), ...keys]).size).toBe(6)
    expect(recipeKey(structuredClone(recipe), compute)).toBe(recipeKey(recipe, compute))
  })
})

/** Recorded graphs of these tests go to a cache of their own, which finds TensorFlow in the true one. */
describe.skipIf(compute.name !== 'tensorflow' || process.env.ANNEAL_TENSORFLOW !== undefined)('obtainProgram', () => {
  let folder: string
  beforeAll(() => {
    const [library] = readdirSync(tensorflowRoot()).filter((name) =>
      existsSync(join(tensorflowRoot(), name, 'stamp.json')),
    )
    const tensorflow = join(tensorflowRoot(), library)
    folder = mkdtempSync(join(tmpdir(), 'anneal-cache-'))
    vi.stubEnv('ANNEAL_TENSORFLOW', tensorflow)
    vi.stubEnv('ANNEAL_CACHE', folder)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  it('records in a process of its own once, then finds it; a torn or foreign entry is recorded again, the oldest go', async () => {
    const first = await obtainProgram(recipe, compute)
    expect(first.fresh).toBe(true)
    expect(first.notes.difference).toBeLessThan(1e-5)
    const second = await obtainProgram(recipe, compute)
    expect(second.fresh).toBe(false)
    expect(Buffer.from(second.program.bytes).equals(first.program.bytes)).toBe(true)
    truncateSync(entry(), 200)
    expect((await obtainProgram(recipe, compute)).fresh).toBe(true)
    writeFileSync(entry(), 'something else')
    expect((await obtainProgram(recipe, compute)).fresh).toBe(true)
    expect(Buffer.from(readFileSync(entry())).length).toBeGreaterThan(first.program.bytes.length)
    expect(readdirSync(join(folder, 'graphs'))).toHaveLength(1)

    for (let i = 0; i < 205; i++) {
      const old = join(folder, 'graphs', `${i}.graph`)
      writeFileSync(old, '')
      utimesSync(old, i, i)
    }
    await obtainProgram({ ...recipe, batch: 5 }, compute)
    const kept = readdirSync(join(folder, 'graphs'))
    expect(kept).toHaveLength(200)
    expect(kept).not.toContain('6.graph')
    expect(kept).toContain('7.graph')
    expect(existsSync(entry())).toBe(true)
  }, 120_000)

  it('says why a recipe cannot be recorded, and leaves no file', async () => {
    await expect(obtainProgram(bad, compute)).rejects.toThrow(/build is not a function/)
    expect(existsSync(join(folder, 'graphs', `${recipeKey(bad, compute)}.graph`))).toBe(false)
  }, 60_000)

  it('stops at once when the run is cancelled', async () => {
    const cancel = new AbortController()
    const wanted = obtainProgram({ ...recipe, batch: 7 }, compute, cancel.signal)
    setTimeout(() => cancel.abort(new Error('cancelled')), 50)
    await expect(wanted).rejects.toThrow('cancelled')
  })
})

describe('tryGraph', () => {
  it('goes operation by operation where asked to, or where there is no TensorFlow', async () => {
    expect(await attempt(compute, recipe, { mode: 'eager', precision: 'float32' }).result).toBeNull()
    expect(await attempt(wasm, recipe, { mode: 'auto', precision: 'float32' }).result).toBeNull()
  })

  it('refuses what only a graph can do where there is none, naming the field', async () => {
    const wrong: [Compute, ExecutionConfig, string][] = [
      [wasm, { mode: 'graph', precision: 'float32' }, 'execution.mode'],
      [wasm, { mode: 'auto', precision: 'bfloat16' }, 'execution.precision'],
      [compute, { mode: 'eager', precision: 'bfloat16' }, 'execution.precision'],
    ]
    for (const [on, config, field] of wrong) {
      const error = await attempt(on, recipe, config).result.catch((refusal: unknown) => refusal)
      expect(error).toBeInstanceOf(Refusal)
      expect((error as Refusal).field).toBe(field)
    }
  })

  it.skipIf(compute.name !== 'tensorflow')(
    'says in the log why a run is eager after all; with mode graph it is refused',
    async () => {
      const auto = attempt(compute, bad, { mode: 'auto', precision: 'float32' })
      expect(await auto.result).toBeNull()
      expect(auto.lines.join()).toMatch(/operation by operation: build is not a function/)
      await expect(attempt(compute, bad, { mode: 'graph', precision: 'float32' }).result).rejects.toThrow(Refusal)
    },
    60_000,
  )
})
