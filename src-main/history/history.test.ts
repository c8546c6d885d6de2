import { symlinkSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type History, openHistory } from './history.ts'
import { homeRoot, homeSizes, type Home } from './home.ts'
import { checkManifest, writeManifest } from '#files/manifest.ts'
import { folderName, slug } from './run-folder.ts'
import { scheduleHash } from './schedule-store.ts'
import { dump, fillHistory, newRun, temporaryHome } from './testing/example-history.ts'

let home: Home
let history: History
let runs: ReturnType<typeof fillHistory>
beforeAll(() => {
  home = temporaryHome()
  history = openHistory(home)
  runs = fillHistory(history)
})
afterAll(() => {
  history.close()
  rmSync(home.root, { recursive: true, force: true })
})

describe('reading', () => {
  it('finds a run by number, #number and id; lists newest first, without the trash', () => {
    const { network } = runs
    for (const reference of ['1', '#1', network.id]) expect(history.read.find(reference)?.id).toBe(network.id)
    expect(history.read.find('99')).toBe(null)
    expect(() => history.read.get('99')).toThrow(/no run 99/)
    expect(history.read.list().map(({ number }) => number)).toEqual([4, 3, 2, 1])
    expect(history.read.list({ trashed: true })[0]).toMatchObject({
      name: 'renamed',
      notes: 'two\nlines',
      trashed: true,
    })
  })

  it('gives metrics back bit for bit, with null where one was not finite, and the last value of each name', () => {
    const points = history.read.metrics('1')
    expect(points).toHaveLength(50)
    expect(points[6]).toMatchObject({ name: 'loss', step: 7, value: 1 / 7 / 3 })
    expect(points[19].value).toBe(null)
    expect(Object.is(points[40].value, 0)).toBe(true)
    expect(history.read.need('1')).toMatchObject({ step: 41, steps: 120, latest: { loss: 0 } })
  })

  it('gives at most n points, each the mean of its stretch, null where a part of it was not finite', () => {
    const points = history.read.metrics('1', { name: 'loss', points: 10 })
    expect(points.map(({ step }) => step)).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50])
    const mean = [1, 2, 3, 4, 5].reduce((sum, step) => sum + 1 / step / 3, 0) / 5
    expect(points[0].value).toBeCloseTo(mean, 12)
    expect(points[3].value).toBe(null)
    expect(history.read.metrics('1', { points: 1 })).toHaveLength(1)
    expect(history.read.metrics('1', { points: 1000 })).toEqual(history.read.metrics('1'))
    expect(history.read.metrics('1', { name: 'none', points: 3 })).toEqual([])
    expect(() => history.read.metrics('1', { points: 0 })).toThrow(/points/)
  })

  it('gives results with their protocols at full precision', () => {
    expect(history.read.get('3').results).toEqual([
      { name: 'frechet', value: 0.1 + 0.2, protocol: { n: 1000, features: 'classifier' } },
      { name: 'share', value: 1e-300, low: 0, high: 1 / 3, confidence: 0.95, protocol: {} },
      { name: 'lost', value: null, protocol: { reason: 'not finite' } },
    ])
  })

  it('reads the log from where one stopped', () => {
    const { text, next } = history.read.log('1')
    expect(text).toMatch(/^\S+Z info one\n\S+Z info two\n$/)
    history.log(runs.network.id, 'warning', 'three')
    expect(history.read.log('1', next).text).toMatch(/^\S+Z warning three\n$/)
  })

  it('follows schedule, network, samples and evaluation in both directions', () => {
    const of = (reference: string) => {
      const { ancestors, descendants, schedules, missing } = history.read.lineage(reference)
      const numbers = [ancestors, descendants].map((side) => side.map(({ run }) => run.number))
      return [...numbers, schedules.map(({ name }) => name), missing]
    }
    expect(of('1')).toEqual([[], [2, 3, 5], ['mine', 'its child'], []])
    expect(of('3')).toEqual([[1, 2], [], ['mine', 'its child'], []])
    expect(of('4')).toEqual([[], [], [], []])
    expect(of('5')).toEqual([[1, 2], [], ['mine', 'its child'], ['a run that is gone']])
    expect(history.read.lineage('1').descendants[1].results[0].name).toBe('frechet')
    expect(history.read.runsAlong(runs.child.hash).map(({ number }) => number)).toEqual([2])
  })

  it.each(['../../history.db', '/etc/passwd', '..', '.', '', 'samples', 'link', 'no\0file'])(
    'hands out no file %j',
    (path) => {
      const folder = history.read.folderOf('2')
      rmSync(join(folder, 'link'), { force: true })
      symlinkSync(home.database, join(folder, 'link'))
      expect(() => history.read.file('2', path)).toThrow(/no file/)
    },
  )

  it('hands out and lists the files of a run', () => {
    expect(new TextDecoder().decode(history.read.file('1', 'config.yaml'))).toBe('kind: train # by hand\n')
    const paths = history.read.get('1').files.map(({ path }) => path)
    expect(paths).toEqual([
      'config.resolved.json',
      'config.yaml',
      'env.json',
      'log.txt',
      'meta.json',
      'metrics.jsonl',
      'run.json',
    ])
  })
})

describe('writing', () => {
  it('changes nothing where the change declines', () => {
    const before = dump(home)
    expect(history.update(runs.failed.id, () => null)).toBe(null)
    expect(dump(home)).toEqual(before)
  })

  it('removes for good only what is in the trash', () => {
    const { id, folder } = history.create(newRun('train'))
    expect(() => history.remove(id)).toThrow(/not in the trash/)
    expect(() => history.edit(id, { trashed: true })).toThrow(/is queued\. Cancel it, then move it to the trash/)
    history.update(id, () => ({ state: 'cancelled' }))
    history.edit(id, { trashed: true })
    history.remove(id)
    expect(history.read.find(id)).toBe(null)
    expect(readdirSync(home.runs)).not.toContain(folder)
  })

  it('saves and removes schedules; a name for levels, whatever family they come from', () => {
    const saved = history.saveSchedule({ name: 'list', spec: { family: 'list', sigmas: [2, 1], data_range: [0, 1] } })
    expect(saved.hash).toBe(scheduleHash([{ sigma: 2 }, { sigma: 1 }], [0, 1]))
    expect(saved.hash).not.toBe(scheduleHash([{ sigma: 2 }, { sigma: 1 }], [-1, 1]))
    const { spec: _, sigmas, ...rest } = saved
    expect(history.read.schedules().at(-1)).toEqual({ ...rest, family: 'list', levels: 2 })
    expect(history.read.schedule(saved.id)).toEqual(saved)
    expect(sigmas).toEqual([2, 1])
    expect(history.removeSchedule(saved.id)).toBe(true)
    expect(() => history.read.schedule(saved.id)).toThrow(/no saved schedule/)
    // Out of the trash under its id, and called otherwise.
    expect(history.restoreSchedule(saved.id)).toMatchObject({ id: saved.id, sigmas: saved.sigmas })
    history.renameSchedule(saved.id, 'ours')
    expect(history.read.schedule(saved.id)).toEqual({ ...saved, name: 'ours' })
    expect(() => history.renameSchedule('nothing', 'x')).toThrow('no id of a schedule')
    history.removeSchedule(saved.id)
    expect(history.removeSchedule(saved.id)).toBe(false)
    expect(() => history.removeSchedule('../runs')).toThrow(/no id/)
    expect(() =>
      history.saveSchedule({ name: 'x', spec: { family: 'karras', sigma_max: 20, sigma_min: 0.01, levels: 0 } }),
    ).toThrow(/levels/)
  })
})

it('a manifest tells what was changed or is missing since', async () => {
  const folder = history.read.folderOf('2')
  rmSync(join(folder, 'link'), { force: true })
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, 'samples', name), name)
  await writeManifest(folder)
  expect(await checkManifest(folder)).toEqual([])
  history.edit(runs.samples.id, { notes: 'may change' })
  writeFileSync(join(folder, 'samples', 'a'), 'A')
  rmSync(join(folder, 'samples', 'b'))
  expect(await checkManifest(folder)).toEqual([
    { path: 'samples/a', problem: 'changed' },
    { path: 'samples/b', problem: 'missing' },
  ])
})

describe('names and places', () => {
  it.each([
    ['MNIST U-Net', 'mnist-u-net'],
    ['../../etc', 'etc'],
    ['CON', 'con'],
    ['ü#/\\:*?"<>| ', 'u'],
    ['σ', ''],
    ['x'.repeat(200), 'x'.repeat(60)],
  ])('%j in a folder name is %j', (name, expected) => expect(slug(name)).toBe(expected))

  it('numbers sort as text, and a name of no letters is left out', () => {
    expect(folderName(42, 'Karras, 18', 0)).toBe('00042-karras-18-seed0')
    expect(folderName(7, 'σ', 3)).toBe('00007-seed3')
  })

  it('is ANNEAL_HOME, from the folder of the caller, else the place of the system', () => {
    expect(homeRoot({ ANNEAL_HOME: 'x', INIT_CWD: '/a' })).toBe('/a/x')
    expect(homeRoot({}, 'linux', '/h')).toBe('/h/.local/share/anneal')
    expect(homeRoot({ XDG_DATA_HOME: '/d' }, 'linux', '/h')).toBe('/d/anneal')
    expect(homeRoot({}, 'darwin', '/h')).toBe('/h/Library/Application Support/Anneal')
  })

  it('counts the bytes of its parts', () => {
    const sizes = homeSizes(home)
    expect(sizes.runs).toBeGreaterThan(1000)
    expect(sizes.database).toBeGreaterThan(4096)
    expect(sizes.datasets).toBe(0)
    expect(sizes.features).toBe(0)
  })
})
