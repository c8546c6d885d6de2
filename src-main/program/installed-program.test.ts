import { sep } from 'node:path'
import { expect, it } from 'vitest'
import { installedProgram, outsideArchive } from './installed-program.ts'

it('finds the real file of one in the archive, and leaves other paths alone', () => {
  const path = (...names: string[]) => names.join(sep)
  const inside = path('', 'opt', 'Anneal', 'resources', 'app.asar', 'out', 'main', 'engine-process.js')
  const outside = path('', 'opt', 'Anneal', 'resources', 'app.asar.unpacked', 'out', 'main', 'engine-process.js')
  expect(outsideArchive(inside)).toBe(outside)
  expect(outsideArchive(outside)).toBe(outside)
  expect(outsideArchive(path('', 'home', 'app.asar-notes', 'x.js'))).toBe(path('', 'home', 'app.asar-notes', 'x.js'))
})

it('knows the name that Node has on each system', () => {
  expect(installedProgram('/r', 'linux').node).toMatch(/node$/)
  expect(installedProgram('/r', 'win32').node).toMatch(/node\.exe$/)
})
