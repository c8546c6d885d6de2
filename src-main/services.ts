/** What stands behind every door: the services, opened once, and the handlers that reach them. Wiring only. */
import { readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Emit, Handlers } from '#contract/requests.ts'

export type Services = { handlers: Partial<Handlers>; close(): Promise<void> }

export async function openServices({
  home,
  version,
}: {
  home: string
  version: string
  emit: Emit
}): Promise<Services> {
  return {
    handlers: {
      'app/info': () => ({ version, home, sizes: sizesOf(home), first: !existsBelow(home, 'runs') }),
    },
    close: async () => {},
  }
}

/** `ANNEAL_HOME`, else the system's place for an application's data. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.ANNEAL_HOME) return env.ANNEAL_HOME
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Anneal')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Anneal')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'anneal')
}

const entriesOf = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return [] // Not there yet: it takes no room.
  }
}
const existsBelow = (home: string, name: string) => entriesOf(join(home, name)).length > 0

const bytesIn = (folder: string): number =>
  entriesOf(folder).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? bytesIn(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0))
  }, 0)

/** Bytes of every folder of the data folder, and of the loose files beside them under '.'. */
function sizesOf(home: string): Record<string, number> {
  const sizes: Record<string, number> = {}
  for (const entry of entriesOf(home)) {
    const path = join(home, entry.name)
    if (entry.isDirectory()) sizes[entry.name] = bytesIn(path)
    else sizes['.'] = (sizes['.'] ?? 0) + (statSync(path, { throwIfNoEntry: false })?.size ?? 0)
  }
  return sizes
}
