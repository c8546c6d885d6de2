/** Brought networks: a folder each under `networks/`, whole or absent; what is there is read from the folders, which are the truth. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { broughtFile, type BroughtFile, NETWORK_NAME } from '#contract/models.ts'
import { parse } from '#contract/parse.ts'
import { messageOf, Refusal } from '#contract/refusal.ts'
import { ownPrefix, PARTIAL, sweepAbandoned } from '#files/abandoned.ts'
import { checkManifest, writeManifest } from '#files/manifest.ts'
import { readJson } from './run-folder.ts'
import { syncFolder, writeJson, writeRefusal } from '#files/write-whole.ts'

const RECORD = 'network.json'
const MANIFEST = 'MANIFEST.sha256'

export type BroughtNetwork = BroughtFile & { folder: string }

/** All that can be read, by name; a folder that cannot is named with the reason. */
export function listBrought(networks: string): {
  brought: BroughtNetwork[]
  unreadable: { path: string; reason: string }[]
} {
  const brought: BroughtNetwork[] = []
  const unreadable: { path: string; reason: string }[] = []
  for (const name of existsSync(networks) ? readdirSync(networks).toSorted() : []) {
    if (name.startsWith('.')) continue
    try {
      brought.push(readBrought(networks, name))
    } catch (error) {
      unreadable.push({ path: join(networks, name), reason: messageOf(error) })
    }
  }
  return { brought, unreadable }
}

export function readBrought(networks: string, name: string): BroughtNetwork {
  const folder = join(networks, name)
  if (!NETWORK_NAME.test(name) || !existsSync(join(folder, RECORD)))
    throw new Refusal(`There is no imported network ${name}.`, { field: 'name', code: 'not-found' })
  const record = parse(broughtFile, readJson(join(folder, RECORD)), join(folder, RECORD))
  return { ...record, name, folder }
}

/** Refuses a network whose files are not what was imported. */
export async function checkBrought({ name, folder, hash }: BroughtNetwork): Promise<void> {
  const [problem] = await checkManifest(folder)
  if (!problem && hashOf(folder) === hash) return
  const what = problem ? `${problem.path} is ${problem.problem}` : `its ${MANIFEST} is another`
  throw new Refusal(`Network ${name} is damaged: ${what}. Import it again.`, { field: name, code: 'damaged' })
}

/** Each brought network with what is wrong with it, null where nothing is. */
export async function verifyBrought(networks: string): Promise<{ name: string; problem: string | null }[]> {
  const { brought, unreadable } = listBrought(networks)
  const verdicts = unreadable.map(({ path, reason }) => ({
    name: basename(path),
    problem: `${path}: ${reason}` as string | null,
  }))
  for (const network of brought) {
    const problem = await checkBrought(network).then(
      () => null,
      (error: unknown) => messageOf(error),
    )
    verdicts.push({ name: network.name, problem })
  }
  return verdicts
}

/**
 * `fill` puts the content into a folder that nobody sees yet and says what it is; manifest, hash and record follow, then one
 * rename. The same content under the same name is what is there already.
 */
export async function saveBrought(
  networks: string,
  name: string,
  fill: (folder: string) => Promise<Omit<BroughtFile, 'format' | 'name' | 'hash'>>,
): Promise<BroughtNetwork> {
  checkName(name)
  const target = join(networks, name)
  let partial = ''
  try {
    mkdirSync(networks, { recursive: true })
    sweepAbandoned(networks, PARTIAL)
    partial = mkdtempSync(join(networks, ownPrefix(PARTIAL)))
    const said = await fill(partial)
    await writeManifest(partial)
    const record: BroughtFile = { format: 'anneal-brought-1', name, hash: hashOf(partial), ...said }
    if (existsSync(target)) return there(networks, name, record.hash)
    writeJson(join(partial, RECORD), record)
    syncFolder(partial)
    renameSync(partial, target)
    syncFolder(networks)
    return { ...record, folder: target }
  } catch (error) {
    throw writeRefusal(error, target)
  } finally {
    if (partial) rmSync(partial, { recursive: true, force: true })
  }
}

export function checkName(name: string): void {
  if (NETWORK_NAME.test(name)) return
  throw new Refusal(
    `name: a network's name is of a-z, 0-9, - and _, at most 64, and no number; got ${JSON.stringify(name)}. Give name=...`,
    { field: 'name' },
  )
}

function there(networks: string, name: string, hash: string): BroughtNetwork {
  const known = readBrought(networks, name)
  if (known.hash === hash) return known
  throw new Refusal(
    `There is another network ${name} already. Give this one a name of its own (name=...), or remove that one.`,
    {
      field: 'name',
      code: 'conflict',
    },
  )
}

const hashOf = (folder: string): string =>
  createHash('sha256')
    .update(readFileSync(join(folder, MANIFEST)))
    .digest('hex')
