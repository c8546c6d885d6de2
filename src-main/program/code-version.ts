/** Which code computes: what two runs must share, beside all that they read, to be the same run twice. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Rooms that what an engine computes can depend on, where the program runs from its source. */
const ROOMS = ['axes', 'contract', 'theory', 'files', 'pictures', 'compute', 'datasets', 'diffusion', 'engine']
const CODE = /\.(ts|mjs|js|cjs)$/

let known: string | null = null

/** SHA-256 over names and content of the engine's code: its source without tests, or the bundle. Read once in a process. */
export const codeVersion = (): string => (known ??= hashOf(codeFiles(dirname(fileURLToPath(import.meta.url)))))

/** `here`: the folder of this module, which is that of the whole bundle where there is one. */
export function codeFiles(here: string): { name: string; file: string }[] {
  // Flat, and asked for as such: the window's program reads it out of an archive.
  if (basename(here) !== 'program')
    return readdirSync(here)
      .filter(isCode)
      .map((name) => ({ name, file: join(here, name) }))
  const root = dirname(here)
  return ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  )
    .filter(isCode)
    .map((path) => ({ name: path.split(sep).join('/'), file: join(root, path) }))
}

export function hashOf(files: readonly { name: string; file: string }[]): string {
  const hash = createHash('sha256')
  for (const { name, file } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(`${name}\n`).update(readFileSync(file))
  return hash.digest('hex')
}

const isCode = (name: string): boolean => CODE.test(name) && !name.endsWith('.test.ts')
