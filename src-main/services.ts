/** What stands behind every door: the services, opened once, and the handlers that reach them. Wiring only. */
import { readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { engineEnvironment } from '#compute/tensorflow-library.mjs'
import type { Emit, Handlers } from '#contract/requests.ts'
import { openHome } from '#history/home.ts'
import { openRunService } from '#runs/run-service.ts'
import { programVersion, resourcesFolder } from './cli/program-folders.ts'
import { openDatasetDesk } from './doors/dataset-desk.ts'
import { datasetHandlers } from './doors/dataset-handlers.ts'
import { runHandlers } from './doors/run-handlers.ts'
import { scheduleHandlers } from './doors/schedule-handlers.ts'

export type Services = { handlers: Partial<Handlers>; close(): Promise<void> }

export async function openServices({
  home,
  version,
  emit,
}: {
  home: string
  version: string
  emit: Emit
}): Promise<Services> {
  const runs = openRunService({
    home: openHome({ ...process.env, ANNEAL_HOME: home }),
    resources: resourcesFolder(),
    engineEnvironment,
    version: programVersion(),
    runs: 'all',
  })
  for (const name of ['runs/changed', 'runs/queue', 'runs/tick', 'runs/preview', 'runs/log'] as const)
    runs.subscribe(name, (event) => emit(name, event))
  const desk = openDatasetDesk({ home, environment: engineEnvironment })
  return {
    handlers: {
      'app/info': () => ({ version, home, sizes: sizesOf(home), first: !existsBelow(home, 'runs') }),
      ...runHandlers(runs),
      ...scheduleHandlers(runs.history),
      ...datasetHandlers(runs.history, desk, emit),
    },
    async close() {
      desk.close()
      await runs.close()
    },
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
