/** A folder that electron-builder takes for an unpacked Electron: every file it looks for, none that runs. */
import { createPackage } from '@electron/asar'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How Electron's program marks the bytes that its fuses are, and what stands there when it comes: version 1, eight of them, all on. */
export const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES = 8

export async function standInElectron(folder: string, version: string): Promise<void> {
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true })
  const wire = Buffer.from([1, FUSES, ...Array.from({ length: FUSES }, () => '1'.charCodeAt(0))])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(FUSE_MARK), wire]), { mode: 0o755 })
  writeFileSync(join(folder, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'libffmpeg.so', 'locales/en-US.pak'])
    writeFileSync(join(folder, name), '')
  const app = mkdtempSync(join(tmpdir(), 'default-app-'))
  writeFileSync(join(app, 'package.json'), '{}')
  await createPackage(app, join(folder, 'resources', 'default_app.asar'))
  rmSync(app, { recursive: true })
}
