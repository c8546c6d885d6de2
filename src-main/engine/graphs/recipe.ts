/** What a recorded graph is made from: everything it depends on, so that its hash is the graph's name in the cache. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Compute } from '#compute/backend.ts'
import type { Precision } from '#compute/graph/program.ts'
import type { ImageShape, NetworkSpec } from '#diffusion/networks/network.ts'
import type { StepOptions } from '#diffusion/training/train-step.ts'

type OfNetwork = { network: NetworkSpec; shape: ImageShape; precision: Precision }
/** One training step on `batch` images. */
export type StepRecipe = OfNetwork & { kind: 'step'; batch: number; options: StepOptions }
/** A denoiser of `batch` images, or, where that is null, of the number that is measured to be fastest for each image. */
export type DenoiserRecipe = OfNetwork & { kind: 'denoiser'; batch: number | null }
export type Recipe = StepRecipe | DenoiserRecipe

/** SHA-256 of the recipe, of the code that records it and of the libraries that run it. */
export function recipeKey(
  recipe: Recipe,
  { version, devices, tf }: Pick<Compute, 'version' | 'devices' | 'tf'>,
): string {
  const parts = { recipe, code: codeHash(), tensorflow: version, devices, tfjs: tf.version_core }
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Rooms whose code a recording runs. */
const ROOMS = ['compute', 'diffusion', 'engine/graphs']
let known: string | undefined

/** Hash of that code: of the rooms' files in source form, of the bundle that this module is part of otherwise. */
export function codeHash(): string {
  return (known ??= hashFiles(
    import.meta.url.endsWith('.ts')
      ? ROOMS.flatMap((room) =>
          filesBelow(fileURLToPath(new URL(`../../${room}`, import.meta.url)), /(?<!\.test)\.ts$/),
        )
      : filesBelow(fileURLToPath(new URL('.', import.meta.url)), /\.js$/),
  ))
}

const filesBelow = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .toSorted()
    .map((name) => join(folder, name))

function hashFiles(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
