/** The last picture of a run on its way, beside its folder's other files, for whoever watches from another machine. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '#files/write-whole.ts'

export type LivePreview = { step: number; sigma: number | null; png: Uint8Array; columns: number; rows: number }

/** Milliseconds between two: a file server is no screen. */
const BETWEEN = 1000
/** Hidden, so that it is none of the run's files. */
const FILE = '.preview.json'

/** Writes at most one a second; a picture that cannot be written is not missed. */
export function openLivePreview() {
  let at = -Infinity
  return (runFolder: string, { png, ...about }: LivePreview): void => {
    if (performance.now() - at < BETWEEN || !existsSync(runFolder)) return
    at = performance.now()
    try {
      writeWhole(join(runFolder, FILE), JSON.stringify({ ...about, png: Buffer.from(png).toString('base64') }))
    } catch {
      // Full, or another's by now: the run itself will tell.
    }
  }
}

/** The picture, if it is another than that of `stamp`. */
export function previewOf(
  runFolder: string,
  stamp: string | undefined,
): { stamp: string; preview: LivePreview } | null {
  const path = join(runFolder, FILE)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return null
  const now = `${stat.mtimeMs}/${stat.ino}`
  if (now === stamp) return null
  const { png, ...about } = JSON.parse(readFileSync(path, 'utf8')) as Omit<LivePreview, 'png'> & { png: string }
  return { stamp: now, preview: { ...about, png: new Uint8Array(Buffer.from(png, 'base64')) } }
}
