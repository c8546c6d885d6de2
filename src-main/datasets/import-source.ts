/** Reads data that a user brings, whatever its format; the content says which it is, not the name. */
import { readdir, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { importSpec } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from './dataset.ts'
import { refuseUnused, type ImportOptions } from './formats/format.ts'
import { FILES, FOLDERS } from './formats/formats.ts'
import { refusePickle } from '#files/pickle.ts'
import { fileRefusal, firstBytes } from '#files/read-file.ts'

/** A field that the format makes no use of is refused. */
export async function readSource(path: string, options: ImportOptions = {}): Promise<Dataset> {
  const dataset = (await isFolder(path)) ? await readFolder(path, options) : await readFile(path, options)
  return options.name ? { ...dataset, name: options.name } : dataset
}

async function readFolder(folder: string, options: ImportOptions): Promise<Dataset> {
  const names = await readdir(folder)
  const format = FOLDERS.find(({ holds }) => holds(names))!
  refuseUnused(format, options, folder)
  return format.read(folder, options, names)
}

async function readFile(path: string, options: ImportOptions): Promise<Dataset> {
  const start = await firstBytes(path, 4)
  refusePickle(start, path, 'Save the images with numpy.save or numpy.savez.')
  const format = FILES.find(({ magic }) => start[0] * 256 + start[1] === magic)
  if (!format) {
    const read = [...new Set([...FILES, ...FOLDERS].map(({ what }) => what))]
    const message = `${path} is none of the formats that are read: ${read.join(', ')}.`
    throw new Refusal(`${message} Convert it to one of them.`, { field: path, code: 'unsupported' })
  }
  refuseUnused(format, options, path)
  return format.read(path, options, basename(resolve(path)).replace(/(\.(npy|npz|gz|zip))+$/i, ''))
}

async function isFolder(path: string): Promise<boolean> {
  try {
    const found = await stat(path)
    if (found.isFile() || found.isDirectory()) return found.isDirectory()
  } catch (error) {
    throw fileRefusal(error, path)
  }
  throw new Refusal(`${path} is neither a file nor a folder. Name one of them.`, { field: path })
}

/** The same for doors that have no fields of an import: what has to be said is said at the import, and the data set then named. */
export async function readUnasked(path: string, options: Pick<ImportOptions, 'name' | 'split'> = {}): Promise<Dataset> {
  try {
    return await readSource(path, options)
  } catch (error) {
    if (!(error instanceof Refusal && error.field && Object.hasOwn(importSpec.shape, error.field))) throw error
    const message = `${error.message} That is said when it is imported (anneal datasets import ${path} ...): import it, then name the data set.`
    throw new Refusal(message, { field: error.field, code: error.code, cause: error })
  }
}
