/** Lets cells go on that had ended: cancelled ones after a resume, those that failed after a retry as well. */
import type { CellsFile, Wanted } from './sweep-folder.ts'

/** Changes `file`; answers the cells that failed and are to begin anew, as another run. */
export function askAgain(file: CellsFile, { resumes, retries }: Pick<Wanted, 'resumes' | 'retries'>): string[] {
  const [resumed, retried] = [file.resumes !== resumes, file.retries !== retries]
  Object.assign(file, { resumes, retries })
  const again: string[] = []
  for (const [id, entry] of Object.entries(file.cells)) {
    if (entry.ended === 'cancelled' && (resumed || retried))
      Object.assign(entry, { ended: null, held: true, reason: null })
    else if (entry.ended === 'failed' && retried) again.push(id)
  }
  return again
}
