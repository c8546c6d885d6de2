/** Hands files to main as bytes, a piece at a time, and finds the files in what was dropped or chosen. */
import type { Api, Reply } from '#contract/requests.ts'

/** `path`: its place below what was chosen, with forward slashes. */
export type NamedFile = { readonly path: string; readonly file: File }

const PIECE = 2 * 2 ** 20

/** One piece after the other: what main has is always the beginning of what is here. */
export async function sendFiles(
  api: Pick<Api, 'request'>,
  upload: string,
  files: readonly NamedFile[],
  onProgress: (done: number, total: number) => void,
): Promise<Reply<null>> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0)
  let done = 0
  for (const { path, file } of files) {
    for (let from = 0; from === 0 || from < file.size; from += PIECE) {
      const bytes = new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer())
      const reply = await api.request('uploads/write', { upload, path, from, bytes })
      if (!reply.ok) return reply
      done += bytes.length
      onProgress(done, total)
    }
  }
  return { ok: true, value: null }
}

/** Of a file field; of one for folders the path below the folder, its own name first. */
export const filesOf = (list: FileList | null): NamedFile[] =>
  [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(isSeen)

/** Of a drop, folders and all. Must be called while the event is being handled. */
export async function droppedFiles({ items }: DataTransfer): Promise<NamedFile[]> {
  const found = [...items].map((item): NamedFile[] | Promise<NamedFile[]> => {
    const entry = item.webkitGetAsEntry()
    if (entry) return filesBelow(entry)
    // What another page made up lies nowhere, but is a file all the same.
    const file = item.getAsFile()
    return file ? [{ path: file.name, file }] : []
  })
  return (await Promise.all(found)).flat().filter(isSeen)
}

async function filesBelow(entry: FileSystemEntry): Promise<NamedFile[]> {
  const path = entry.fullPath.replace(/^\//, '')
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ path, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: NamedFile[] = []
  // A reader gives a hundred at a time, and none when it has given all.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    for (const one of some) found.push(...(await filesBelow(one)))
  }
}

/** Not what systems hide in folders: .DS_Store and its like. */
const isSeen = ({ path }: NamedFile) => path.split('/').every((part) => !part.startsWith('.'))
