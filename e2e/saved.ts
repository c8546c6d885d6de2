/** What a click saves, behind either door: a download of the browser, or the file that the window writes where its dialog says. */
import type { ElectronApplication, Page } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Saved = { name: string; bytes: Uint8Array; text: string }

function saved(name: string, path: string): Saved {
  const bytes = readFileSync(path)
  return { name, bytes, text: bytes.toString('utf8') }
}

export async function savedBy(
  page: Page,
  desktop: ElectronApplication | null,
  click: () => Promise<void>,
): Promise<Saved> {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-e2e-saved-'))
  try {
    const path = join(folder, 'file')
    if (desktop) return saved(await savedByWindow(desktop, path, click), path)
    const download = page.waitForEvent('download')
    await click()
    await (await download).saveAs(path)
    return saved((await download).suggestedFilename(), path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nobody answers the dialog of a test, so main is told the path beforehand; the name is the one that the dialog would offer. */
async function savedByWindow(desktop: ElectronApplication, path: string, click: () => Promise<void>): Promise<string> {
  const done = desktop.evaluate(
    ({ session }, target) =>
      new Promise<string>((resolve, reject) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(target)
          item.once('done', (__, state) =>
            state === 'completed' ? resolve(item.getFilename()) : reject(new Error(state)),
          )
        })
      }),
    path,
  )
  await click()
  return done
}
