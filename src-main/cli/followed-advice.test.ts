/**
 * Every advice of an import, an evaluation, a sampling, a schedule and of FID: what is called, the advice as it stands in the sentence of
 * the refusal, and the call that follows it, which is accepted. No sentence of these rooms that advises something to be typed is left out.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { resourcesFolder } from '#program/folders.ts'
import { openTestService } from '#runs/testing/open-test-service.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { adviceIn } from './testing/advice-in-source.ts'
import { adviceOfImports, type Encode } from './testing/advice-of-imports.ts'
import { adviceOfRuns } from './testing/advice-of-runs.ts'
import { refusalOf } from './testing/followed.ts'

const folder = mkdtempSync(join(tmpdir(), 'anneal-advice-'))
afterAll(() => rmSync(folder, { recursive: true }))
const said: string[] = []
const png: Encode = (values, width, channels) => {
  const space = channels === 3 ? 'srgb' : values instanceof Uint8Array ? 'b-w' : 'grey16'
  const raw = { width, height: values.length / width / channels, channels }
  return sharp(values, { raw }).toColourspace(space).png().toBuffer()
}

const runs = openTestService(folder, { resources: resourcesFolder() })
afterAll(() => runs.close())

describe.each([
  ['an import', adviceOfImports(folder, png)],
  ['a run, a schedule and FID', adviceOfRuns(() => runs, folder)],
])('advice of %s', (_, rows) => {
  it.each(rows)('%s', async (__, ask, advice, follow) => {
    const message = await refusalOf(ask)
    said.push(message)
    expect(message).toMatch(advice)
    const [, ...typed] = advice.exec(message)!
    await follow(...typed)
  })
})

/** What these doors say; each file besides has a reason. */
const ROOMS = ['datasets', 'contract', 'theory/grids', 'runs', 'engine/judging', 'engine/jobs', 'engine/scores', 'files', 'pictures', 'cli'] // prettier-ignore
/** Of the command line these doors alone. */
const OTHER_COMMANDS = /^cli\/(?!given-schedule|written-schedule|words|dataset-|fid-|schedule-)/
const BESIDES: Readonly<Record<string, string>> = {
  'contract/complete-card.ts': 'import of networks',
  'runs/models/': 'networks, ledgers, restoration and calibration',
  'engine/judging/inception-features.ts': 'fetches 87 MB: not followed here',
  'theory/grids/sequences.ts: The ${} grid stands on': 'the contract says it first, with a table to take',
  'runs/continued-run.ts: A run that is failed': 'wants a training that fails after a checkpoint: not followed here',
}

it('is followed wherever these rooms advise something to be typed', () => {
  const advice = adviceIn(ROOMS)
    .filter(({ place }) => !OTHER_COMMANDS.test(place))
    .filter(({ place }) => !Object.keys(BESIDES).some((one) => place.startsWith(one)))
  expect(advice.length).toBeGreaterThan(50)
  const left = advice.filter(({ matches }) => !said.some((message) => matches.test(message)))
  expect(left.map(({ place }) => place)).toEqual([])
})
