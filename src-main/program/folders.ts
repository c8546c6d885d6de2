/** Where the program's own files are, and which version it is. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const resourcesFolder = (): string =>
  process.env.ANNEAL_RESOURCES ?? fileURLToPath(new URL('../../resources', import.meta.url))

export function programVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
