import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openHistory } from './history.ts'
import { sharedHome } from './home.ts'
import { temporaryHome } from './testing/example-history.ts'

it('knows the data sets that were copied into a shared folder, and names what it cannot read', () => {
  const { root, datasets } = temporaryHome()
  for (const [folder, card] of [
    ['letters-c0ffee', JSON.stringify({ name: 'letters', hash: 'c0ffee' })],
    ['torn', '{"name":'],
  ]) {
    mkdirSync(join(datasets, folder))
    writeFileSync(join(datasets, folder, 'dataset.json'), card)
  }
  const history = openHistory(sharedHome(root))
  try {
    expect(history.read.datasets().map(({ name }) => name)).toEqual(['letters'])
    expect(history.notices).toEqual([expect.stringContaining(join('torn', 'dataset.json'))])
  } finally {
    history.close()
    rmSync(root, { recursive: true, force: true })
  }
})
