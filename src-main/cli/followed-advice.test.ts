/**
 * Every advice of the program: what is called, the advice as it stands in the sentence of the refusal, and the call that follows it, which
 * is accepted. No sentence of these rooms that advises something to be typed is left out without a reason.
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
import { adviceOfModels } from './testing/advice-of-models.ts'
import { adviceOfRuns } from './testing/advice-of-runs.ts'
import { refusalOf } from './testing/followed.ts'

const folder = mkdtempSync(join(tmpdir(), 'anneal-advice-'))
afterAll(() => [folder, `${folder}-kept`].forEach((path) => rmSync(path, { recursive: true })))
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
  ['a network, a restoration, a backup and a command', adviceOfModels(() => runs, folder)],
])('advice of %s', (_, rows) => {
  it.each(rows)('%s', async (__, ask, advice, follow) => {
    const message = await refusalOf(ask)
    said.push(message)
    expect(message).toMatch(advice)
    const [, ...typed] = advice.exec(message)!
    await follow(...typed)
  })
})

const ROOMS = ['datasets', 'contract', 'theory', 'runs', 'engine', 'files', 'pictures', 'cli', 'sweeps', 'studies', 'history', 'diffusion', 'doors', 'compute'] // prettier-ignore
/** Not followed here, each for a reason. */
const BESIDES: Readonly<Record<string, string>> = {
  'engine/judging/inception-features.ts': 'fetches 87 MB',
  'diffusion/inception/weights.ts': 'the same',
  'theory/grids/sequences.ts: The ${} grid stands on': 'the contract says it first, with a table to take',
  'runs/continued-run.ts: A run that is failed': 'wants a training that fails after a checkpoint',
  'runs/models/find-model.ts': 'a network is imported for real in engine/networks/round-trip.test.ts',
  'engine/networks/import-network.ts': 'followed in its own test, where such a network is made',
  'engine/networks/source.ts': 'a script for PyTorch, which is not installed here',
  'engine/networks/network-tasks.ts': 'wants a network of images that no data set has',
  'engine/networks/calibrate-task.ts': 'the same',
  'engine/calibration/calibrate.ts': 'what a fit says of itself, after minutes',
  'engine/content-hash.ts': 'wants a damaged checkpoint and its backup: history/backup has that',
  'engine/graphs/choose-execution.ts: bfloat16 would gain': 'wants a processor without it',
  'engine/report/report.ts': 'a page of HTML',
  'doors/uploads.ts': 'followed in its own test',
  'cli/serve-command.ts': 'takes a port, which may be another program’s',
  'cli/work-command.ts': 'sweeps/shared has tests of workers on such folders',
}

it('is followed wherever these rooms advise something to be typed', () => {
  const advice = adviceIn(ROOMS).filter(({ place }) => !Object.keys(BESIDES).some((one) => place.startsWith(one)))
  expect(advice.length).toBeGreaterThan(50)
  const left = advice.filter(({ matches }) => !said.some((message) => matches.test(message)))
  expect(left.map(({ place }) => place)).toEqual([])
})
