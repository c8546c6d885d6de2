/**
 * A backup of a data folder, made while runs go on: whole or absent, every file read back and held against its hash. A run at work is
 * kept as a kill would leave it at that moment, so that it is resumed from it bit for bit.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, type Dirent } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { copyHashed } from '#files/copy-file.ts'
import { hashOfFile } from '#files/hash-part.ts'
import { fileRefusal } from '#files/read-file.ts'
import { syncFolder, writeRefusal } from '#files/write-whole.ts'
import { readRunFile } from '../run-folder.ts'
import { PARTS, writeBackupRecord, type BackupRecord } from './backup-record.ts'

/** What is half written, or belongs to whoever is at work. */
const PASSING = /^\.(new-|partial-|engine\.lock|numbers\.lock|lock)|^\..*\.tmp$/
/** A checkpoint may be replaced while its run is copied; a training that does so this often in a row is not caught up with. */
const TRIES = 20

type Copy = {
  to: string
  listing: Map<string, string>
  bytes: number
  progress: (files: number, bytes: number) => void
}

export async function backUp(
  home: string,
  to: string,
  { anneal, progress = () => {} }: { anneal: string; progress?: Copy['progress'] },
): Promise<BackupRecord> {
  if (existsSync(to) && (!statSync(to).isDirectory() || readdirSync(to).length > 0))
    throw new Refusal(`${to} is there already. Name a folder that is not there yet.`, { field: to, code: 'conflict' })
  if (!existsSync(join(home, 'runs')))
    throw new Refusal(`There is no data folder at ${home}. Set ANNEAL_HOME to the one that is to be backed up.`, {
      field: home,
      code: 'not-found',
    })
  const inner = relative(home, to)
  if (!inner.startsWith('..') && !isAbsolute(inner))
    throw new Refusal(`${to} lies within the data folder ${home}. Name a folder outside of it.`, { field: to })
  let partial = ''
  try {
    mkdirSync(dirname(to), { recursive: true })
    partial = mkdtempSync(join(dirname(to), `.${basename(to)}.partial-`))
    const copy: Copy = { to: partial, listing: new Map(), bytes: 0, progress }
    for (const part of PARTS) {
      mkdirSync(join(partial, part))
      for (const entry of entriesOf(join(home, part)))
        if (part === 'runs' && isFolder(join(home, part), entry)) await copyRun(home, `${part}/${entry.name}`, copy)
        else await copyEntry(join(home, part), entry, part, copy)
    }
    for (const [path, hash] of copy.listing)
      if ((await hashOfFile(join(partial, path))) !== hash)
        throw new Refusal(
          `${to} was not kept by its disk: ${path} reads otherwise than it was written. Nothing is left of it; use another disk.`,
          { field: to, code: 'damaged' },
        )
    const record = writeBackupRecord(partial, copy.listing, { anneal, bytes: copy.bytes })
    if (existsSync(to)) rmSync(to, { recursive: true })
    renameSync(partial, to)
    syncFolder(dirname(to))
    return record
  } catch (error) {
    throw writeRefusal(error, to)
  } finally {
    if (partial) rmSync(partial, { recursive: true, force: true })
  }
}

/** `run.json` last: whatever it speaks of is in the copy then. */
async function copyRun(home: string, path: string, copy: Copy): Promise<void> {
  const folder = join(home, path)
  for (let tries = 0; ; tries++) {
    // Checkpoints before metrics, so that every step of theirs has been told of.
    const entries = entriesOf(folder).toSorted(
      (a, b) => Number(b.name === 'checkpoints') - Number(a.name === 'checkpoints'),
    )
    mkdirSync(join(copy.to, path), { recursive: true })
    for (const entry of entries) if (entry.name !== 'run.json') await copyEntry(folder, entry, path, copy)
    await copyFile(join(folder, 'run.json'), `${path}/run.json`, copy)
    const file = existsSync(join(copy.to, path, 'run.json')) ? checkpointOf(join(copy.to, path)) : null
    if (file === null || copy.listing.has(`${path}/${file}`)) return
    if (tries > TRIES)
      throw new Refusal(`${folder} changes faster than it can be copied. Try again once its run is done.`, {
        field: folder,
        code: 'conflict',
      })
  }
}

/** Null where there is none, or none that can be read: what is damaged is kept as it is. */
function checkpointOf(folder: string): string | null {
  try {
    return readRunFile(folder).checkpoint?.file ?? null
  } catch {
    return null
  }
}

async function copyEntry(folder: string, entry: Dirent, path: string, copy: Copy): Promise<void> {
  const inner = `${path}/${entry.name}`
  if (entry.isFile()) return copyFile(join(folder, entry.name), inner, copy)
  if (!entry.isDirectory()) return
  mkdirSync(join(copy.to, inner), { recursive: true })
  for (const child of entriesOf(join(folder, entry.name))) await copyEntry(join(folder, entry.name), child, inner, copy)
}

async function copyFile(from: string, path: string, copy: Copy): Promise<void> {
  try {
    const { bytes, hash } = await copyHashed(from, join(copy.to, path.split('/').join(sep)))
    copy.listing.set(path, hash)
    copy.bytes += bytes
    copy.progress(copy.listing.size, copy.bytes)
  } catch (error) {
    // A checkpoint that a newer one has replaced meanwhile, a file written whole over another.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && !existsSync(from)) return
    throw code === 'ENOSPC' ? error : fileRefusal(error, from)
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !PASSING.test(name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw fileRefusal(error, folder)
  }
}

/** A run's folder may lie on another disk, a link in its place. */
const isFolder = (parent: string, entry: Dirent) =>
  entry.isDirectory() ||
  (entry.isSymbolicLink() && statSync(join(parent, entry.name), { throwIfNoEntry: false })?.isDirectory() === true)
