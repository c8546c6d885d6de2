/** Which code computes: what two runs must share, beside all that they read, to be the same run twice. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Rooms that what an engine computes can depend on, where the program runs from its source. */
const ROOMS = ['axes', 'contract', 'theory', 'files', 'pictures', 'compute', 'datasets', 'diffusion', 'engine']
const CODE = /\.(ts|mjs|js|cjs)$/

let known: string | null = null

/** SHA-256 over names and content of the engine's code: its source without tests, or the bundle. Read once in a process. */
export function codeVersion(): string {
  if (known !== null) return known
  const here = dirname(fileURLToPath(import.meta.url))
  const source = basename(here) === 'program'
  const root = source ? dirname(here) : here
  const files = (source ? ROOMS.map((room) => join(root, room)) : [root]).flatMap(codeIn)
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    hash.update(`${relative(root, file).split(sep).join('/')}\n`)
    hash.update(readFileSync(file))
  }
  return (known = hash.digest('hex'))
}

const codeIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
