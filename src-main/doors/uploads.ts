/** Files that a page brings as bytes, because a browser does not say where they lie. Kept until they are imported or dropped. */
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { Handlers } from '#contract/requests.ts'
import { Refusal } from '#contract/refusal.ts'
import { ownPrefix, sweepAbandoned } from '#files/abandoned.ts'
import { writeRefusal } from '#files/write-whole.ts'

export type Uploads = ReturnType<typeof openUploads>

const PREFIX = '.upload-'
const ARRAY = /\.(npy|npz)$|-ubyte(\.gz)?$/i

/** `parent`: where there is room for them, the data folder. What a killed program left there goes at once. */
export function openUploads(parent: string) {
  let root: string | null = null
  sweepAbandoned(parent, PREFIX)
  const folderOf = (upload: string) => join((root ??= newRoot()), upload)
  function newRoot(): string {
    try {
      return mkdtempSync(join(parent, ownPrefix(PREFIX)))
    } catch (error) {
      throw writeRefusal(error, parent)
    }
  }
  /** What a message may say of it: the page knows its files by their own names. */
  const forPage = (upload: string, message: string) =>
    message.replaceAll(folderOf(upload) + sep, '').replaceAll(folderOf(upload), 'what was dropped')

  return {
    /** Adds to the end of a file; `from` is where the page believes that to be. */
    write({ upload, path, from, bytes }: { upload: string; path: string; from: number; bytes: Uint8Array }): number {
      const file = join(folderOf(upload), path)
      const there = statSync(file, { throwIfNoEntry: false })
      if (there?.isDirectory())
        throw new Refusal(`${path} is the name of a folder here already. Start its upload again.`, { code: 'conflict' })
      const size = there?.size ?? 0
      if (from !== size)
        throw new Refusal(`${path} has ${size} bytes here, not ${from}. Start its upload again.`, { code: 'conflict' })
      try {
        mkdirSync(dirname(file), { recursive: true })
        appendFileSync(file, bytes)
      } catch (error) {
        throw writeRefusal(error, path, bytes.length)
      }
      return size + bytes.length
    },

    /** What to import of it: its one file or folder; of several files the IDX images, whose labels lie beside them, else all. */
    pathOf(upload: string): string {
      const folder = folderOf(upload)
      const names = statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : []
      if (names.length === 0)
        throw new Refusal('Nothing was uploaded. Choose the file again.', { field: 'upload', code: 'not-found' })
      const one = names.length === 1 ? names[0] : names.find((name) => /images.*idx3/i.test(name))
      return one === undefined ? folder : join(folder, one)
    },

    /** Of two arrays the one that is not the labels, and the labels; which of them that is is asked. `labels`: as the page calls the file. */
    arraysOf(upload: string, labels?: string): { path: string; labelsPath?: string } {
      const path = this.pathOf(upload)
      const names = statSync(path).isDirectory() ? readdirSync(path) : []
      if (path !== folderOf(upload) || names.length !== 2 || !names.every((name) => ARRAY.test(name)))
        return { path, ...(labels !== undefined && { labelsPath: labels }) }
      const images = names.find((name) => name !== labels)!
      if (labels !== undefined && names.includes(labels))
        return { path: join(path, images), labelsPath: join(path, labels) }
      throw new Refusal(
        `${names.join(' and ')} are two arrays. Say which holds the labels: labels_path=${names[1]} or labels_path=${names[0]}.`,
        { field: 'labels_path' },
      )
    },

    forPage,
    /** What was thrown over an upload, a refusal with its files by the page's names for them. */
    errorForPage(upload: string, error: unknown): unknown {
      if (!(error instanceof Refusal)) return error
      const field = error.field && forPage(upload, error.field)
      return new Refusal(forPage(upload, error.message), { code: error.code, field, cause: error })
    },

    drop(upload: string): void {
      rmSync(folderOf(upload), { recursive: true, force: true })
    },
    close(): void {
      if (root !== null) rmSync(root, { recursive: true, force: true })
    },
  }
}

export const uploadHandlers = (uploads: Uploads): Pick<Handlers, 'uploads/write' | 'uploads/drop'> => ({
  'uploads/write': (piece) => ({ size: uploads.write(piece) }),
  'uploads/drop': ({ upload }) => {
    uploads.drop(upload)
    return { dropped: true }
  },
})
