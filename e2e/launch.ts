/** Starts the desktop program for tests: a data folder and settings of its own, in Electron's own program or the one of the tests. */
import { _electron, type ElectronApplication } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findElectron } from '../scripts/setup/electron.mjs'
import { copyProgram, TEST_WINDOW } from './stand-in.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export type Installed = ReturnType<typeof installForTests>

/** The program as a researcher has it installed, to be started any number of times. */
export function installForTests() {
  const work = mkdtempSync(join(tmpdir(), 'anneal-e2e-window-'))
  const home = join(work, 'home')
  const { program, reason } = findElectron(ROOT)
  if (!program) throw new Error(reason)
  const executablePath = program
  const folder = TEST_WINDOW ? copyProgram(ROOT, TEST_WINDOW, join(work, 'program')) : ROOT
  // Chromium's sandbox refuses to start for root, as whom a container runs its tests.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [folder, `--user-data-dir=${join(work, 'user-data')}`, ...sandbox]
  const env = { ...process.env, ANNEAL_HOME: home, ANNEAL_NODE: process.execPath } as Record<string, string>
  return {
    home,
    launch: (words: string[] = []) =>
      _electron.launch({ executablePath, args: [...args, ...words], env, colorScheme: null }),
    /** As from a terminal, beside the one that runs: its exit code. */
    async startAgain(...words: string[]): Promise<number> {
      const second = spawn(executablePath, [...args, ...words], { env, stdio: 'ignore' })
      return (await once(second, 'exit'))[0] as number
    },
    remove: () => rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  }
}

/** What a person would click in the next message boxes, by the place of the button; what they were asked is told by `asked`. */
export async function answerWith(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    const seen = ((globalThis as { seen?: unknown[] }).seen ??= [])
    dialog.showMessageBox = async (...given: unknown[]) => {
      seen.push(given.at(-1))
      return { response, checkboxChecked: false }
    }
  }, button)
}

export const asked = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as { seen?: { message: string; buttons: string[] }[] }).seen ?? [])

/** With whatever is at work stopped: a test has no one to ask. */
export async function closeWindow(app: ElectronApplication): Promise<void> {
  await answerWith(app, 1)
  await app.close()
}
