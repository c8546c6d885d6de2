/** Files that a page brings as bytes, because a browser does not say where they lie. Kept until they are imported or dropped. */
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import type { Handlers } from '#contract/requests.ts'
import { Refusal } from '#contract/refusal.ts'
import { writeRefusal } from '#files/write-whole.ts'

export type Uploads = ReturnType<typeof openUploads>

/** `parent`: where there is room for them. */
export function openUploads(parent = tmpdir()) {
  let root: string | null = null
  const folderOf = (upload: string) => join((root ??= mkdtempSync(join(parent, 'anneal-upload-'))), upload)
  /** What a message may say of it: the page knows its files by their own names. */
  const forPage = (upload: string, message: string) =>
    message.replaceAll(folderOf(upload) + sep, '').replaceAll(folderOf(upload), 'what was dropped')

  return {
    /** Adds to the end of a file; `from` is where the page believes that to be. */
    write({ upload, path, from, bytes }: { upload: string; path: string; from: number; bytes: Uint8Array }): number {
      const file = join(folderOf(upload), path)
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
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
