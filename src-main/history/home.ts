/** The data folder: ANNEAL_HOME, else the system's place for the data of programs. */
import { readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { callerPath } from '#files/caller-path.ts'
import { makeFolders } from '#files/make-folders.ts'

export type Home = {
  root: string
  runs: string
  schedules: string
  datasets: string
  /** Networks that were brought in. */
  networks: string
  /** Made with the first sweep. */
  sweeps: string
  database: string
  queueLock: string
  /** On a disk of several machines: no file of SQLite is ever opened in it. */
  shared: boolean
}

type Environment = Record<string, string | undefined>

/** Where the data folder is; nothing is created. A relative ANNEAL_HOME is taken from the caller's folder (INIT_CWD under npm). */
export function homeRoot(env: Environment = process.env, platform = process.platform, home = homedir()): string {
  if (env.ANNEAL_HOME) return callerPath(env.ANNEAL_HOME, env)
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Anneal')
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Anneal')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'anneal')
}

/** The data folder with its subfolders, created where they are missing. */
export function openHome(env: Environment = process.env): Home {
  const home = homeAt(homeRoot(env))
  // Nobody else's to read, unless its owner says so: one that is there keeps the mode it was given.
  makeFolders(home.root, 0o700)
  for (const folder of [home.runs, home.schedules, home.datasets, home.networks]) makeFolders(folder)
  return home
}

/** The folder of a sweep that many machines work on: laid out like a data folder, without a database. */
export const sharedHome = (root: string): Home => ({ ...homeAt(root), shared: true })

const homeAt = (root: string): Home => ({
  root,
  runs: join(root, 'runs'),
  schedules: join(root, 'schedules'),
  datasets: join(root, 'datasets'),
  networks: join(root, 'networks'),
  sweeps: join(root, 'sweeps'),
  database: join(root, 'history.db'),
  queueLock: join(root, 'queue.lock'),
  shared: false,
})

/** Bytes in each part of the data folder. */
export function homeSizes({ root, runs, schedules, datasets, networks, sweeps, database }: Home) {
  return {
    runs: folderBytes(runs),
    schedules: folderBytes(schedules),
    datasets: folderBytes(datasets),
    networks: folderBytes(networks),
    sweeps: folderBytes(sweeps),
    // What judgements keep of pictures: computed again where it is gone.
    features: folderBytes(join(root, 'features')),
    database: fileBytes(database) + fileBytes(`${database}-wal`),
  }
}

const fileBytes = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** 0 of a folder that nobody has needed yet, and of one that was taken away over the counting. */
function folderBytes(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + fileBytes(join(entry.parentPath, entry.name)), 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
