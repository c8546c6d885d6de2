import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Home } from './home.ts'
import { openKeptViews } from './kept-views.ts'
import { temporaryHome } from './testing/example-history.ts'

let home: Home
beforeEach(() => {
  home = temporaryHome()
})
afterEach(() => rmSync(home.root, { recursive: true }))

it('keeps a view by its name, one for each name and list, and survives a damaged file', () => {
  const views = openKeptViews(home.root)
  expect(views.list()).toEqual([])
  views.keep({ of: 'runs', name: 'best', address: 'q=fid%3C20' })
  views.keep({ of: 'compare', name: 'best', address: 'runs=1,2' })
  views.keep({ of: 'runs', name: 'best', address: 'sort=fid' })
  const two = [
    { of: 'compare', name: 'best', address: 'runs=1,2' },
    { of: 'runs', name: 'best', address: 'sort=fid' },
  ]
  expect(openKeptViews(home.root).list()).toEqual(two)
  expect(views.remove({ of: 'runs', name: 'best' })).toEqual(two.slice(0, 1))
  writeFileSync(join(home.root, 'views.json'), '[{"of": "runs"')
  expect(views.list()).toEqual([])
  views.keep({ of: 'runs', name: 'again', address: '' })
  expect(views.list()).toHaveLength(1)
})
