// A temporary folder for one run of tests, so that whatever they and the programs they start leave behind goes with it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Makes it the temporary folder of this process and of all that it starts; the answer removes it. Vitest's global set-up. */
export default function ownTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-tests-'))
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
