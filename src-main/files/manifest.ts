/** `MANIFEST.sha256` of a finished run: `sha256sum -c MANIFEST.sha256` checks it without us. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { hashOfFile } from './hash-part.ts'
import { writeWhole } from './write-whole.ts'

/** What may still change after the run has finished is not listed. */
const ALIVE = new Set(['MANIFEST.sha256', 'run.json', 'meta.json', 'log.txt'])

const LINE = /^[0-9a-f]{64} {2}./

export async function writeManifest(folder: string): Promise<void> {
  const lines: string[] = []
  for (const path of manifestFiles(folder)) lines.push(`${await hashOfFile(join(folder, path))}  ${path}\n`)
  writeWhole(join(folder, 'MANIFEST.sha256'), lines.join(''))
}

/** What each file was when the run finished, by its path within `folder`; empty where there is no manifest. */
export function manifestHashes(folder: string): Map<string, string> {
  const manifest = join(folder, 'MANIFEST.sha256')
  if (!existsSync(manifest)) return new Map()
  const lines = readFileSync(manifest, 'utf8').split('\n')
  return new Map(lines.filter((line) => LINE.test(line)).map((line) => [line.slice(66), line.slice(0, 64)]))
}

/** Each file that is not as it was when the run finished. Empty where there is no manifest yet. */
export async function checkManifest(folder: string): Promise<{ path: string; problem: 'missing' | 'changed' }[]> {
  const problems: { path: string; problem: 'missing' | 'changed' }[] = []
  for (const [path, hash] of manifestHashes(folder)) {
    if (!existsSync(join(folder, path))) problems.push({ path, problem: 'missing' })
    else if ((await hashOfFile(join(folder, path))) !== hash) problems.push({ path, problem: 'changed' })
  }
  return problems
}

function manifestFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !ALIVE.has(path))
    .toSorted()
}
