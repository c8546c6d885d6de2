import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const SOURCE = join(import.meta.dirname, '..')
const desktop = [
  ...['main.ts', 'preload.ts'].map((name) => join(SOURCE, name)),
  ...readdirSync(import.meta.dirname)
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => join(import.meta.dirname, name)),
].map((path) => readFileSync(path, 'utf8'))

/** Lint lets nothing else import electron. */
it('the desktop door takes of Electron what it needs: nothing that opens, reads or reaches what lies outside', () => {
  const taken = desktop.flatMap((text) =>
    [...text.matchAll(/import \{([^}]*)\} from 'electron'/g)].map(([, names]) => names),
  )
  const names = new Set(
    taken
      .join(',')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name && !name.startsWith('type ')),
  )
  expect(names).toContain('ipcMain')
  expect(
    [...names].filter((name) =>
      ['shell', 'net', 'webFrame', 'desktopCapturer', 'clipboard', 'autoUpdater'].includes(name),
    ),
  ).toEqual([])
  expect(
    desktop.filter((text) =>
      /webSecurity|allowRunningInsecureContent|enableBlinkFeatures|executeJavaScript/.test(text),
    ),
  ).toEqual([])
})
