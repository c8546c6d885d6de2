/** The built page as a table of paths. Only what is in the table is served, so that no path can lead out of the folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { CONTENT_TYPES } from './page-headers.ts'

export type PageFile = { body: Buffer; type: string }
export type PageFiles = ReadonlyMap<string, PageFile>

/** Read once at start: the page is about half a megabyte. Empty where it has not been built. */
export function readPageFiles(folder: string): PageFiles {
  const table = new Map<string, PageFile>()
  for (const entry of entriesBelow(folder)) {
    const type = CONTENT_TYPES[extname(entry)]
    if (type) table.set(`/${relative(folder, entry).split(sep).join('/')}`, { body: readFileSync(entry), type })
  }
  const index = table.get('/index.html')
  if (index) table.set('/', index)
  return table
}

function entriesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The path of a request without its query; nothing is decoded, for our file names need no escapes. */
export const pagePath = (url: string) => url.split(/[?#]/, 1)[0]
