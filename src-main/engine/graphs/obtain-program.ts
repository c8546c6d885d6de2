/** A recorded graph by its recipe: from the cache, or recorded now in a process of its own and kept there. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Compute } from '#compute/backend.ts'
import { decodeProgram, type StoredProgram } from '#compute/graph/program-file.ts'
import { cacheFolder } from '#program/tensorflow-cache.mjs'
import { cleanEnvironment, forkProcess, processFile } from '#workers/start-process.ts'
import { type Recipe, recipeKey } from './recipe.ts'
import type { FromRecorder, ToRecorder } from './record-process.ts'

/** Recording takes seconds; on a machine that is busy with other things, or for a large network, minutes. */
const PATIENCE_SECONDS = 300
const OUTPUT_KEPT = 2000
const ENTRY = processFile('./record-process', import.meta.url)

/** `fresh`: recorded now. Throws, saying why, where the recipe cannot be recorded or fails its check. */
export async function obtainProgram(
  recipe: Recipe,
  compute: Compute,
  signal?: AbortSignal,
): Promise<StoredProgram & { fresh: boolean }> {
  const folder = join(cacheFolder(), 'graphs')
  const file = join(folder, `${recipeKey(recipe, compute)}.graph`)
  const kept = readProgram(file)
  if (kept) return { ...kept, fresh: false }
  mkdirSync(folder, { recursive: true })
  await recordElsewhere({ recipe, file }, signal)
  forgetOldest(folder)
  const stored = readProgram(file)
  if (!stored) throw new Error(`${file} was recorded but cannot be read`)
  return { ...stored, fresh: true }
}

/** Recordings of code or networks that are no more would pile up otherwise; some hundred KB each. */
const MOST_KEPT = 200

function forgetOldest(folder: string): void {
  const entries = readdirSync(folder).map((name) => join(folder, name))
  const ages = new Map(entries.map((entry) => [entry, statSync(entry, { throwIfNoEntry: false })?.mtimeMs ?? 0]))
  const oldestFirst = entries.toSorted((a, b) => ages.get(a)! - ages.get(b)!)
  for (const entry of oldestFirst.slice(0, -MOST_KEPT)) rmSync(entry, { force: true })
}

/** An entry that is absent, torn or foreign is the same as none. */
function readProgram(file: string): StoredProgram | null {
  try {
    return decodeProgram(readFileSync(file))
  } catch {
    return null
  }
}

function recordElsewhere(task: ToRecorder, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  const child = forkProcess<ToRecorder, FromRecorder>(ENTRY, [], cleanEnvironment(process.env, {}))
  let said = ''
  child.onOutput((text) => (said = (said + text).slice(-OUTPUT_KEPT)))
  return new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => stop(new Error(`recording took more than ${PATIENCE_SECONDS} s`)),
      PATIENCE_SECONDS * 1000,
    )
    const onAbort = () => stop(signal!.reason)
    const stop = (error: unknown) => {
      child.kill()
      reject(error)
    }
    signal?.addEventListener('abort', onAbort)
    child.onMessage((message) => (message.recorded ? resolve() : reject(new Error(message.reason))))
    child.onExit(({ code, signal: killed }) => {
      clearTimeout(late)
      signal?.removeEventListener('abort', onAbort)
      reject(new Error(`the recording process ended (${killed ?? `code ${code}`}) without a word. ${said.trim()}`))
    })
    child.post(task)
  })
}
