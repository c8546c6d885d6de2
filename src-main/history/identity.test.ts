import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory, type History } from './history.ts'
import type { Home } from './home.ts'
import { newRun, temporaryHome } from './testing/example-history.ts'

let home: Home
let foreign: Home
beforeEach(() => ([home, foreign] = [temporaryHome(), temporaryHome()]))
afterEach(() => [home, foreign].forEach(({ root }) => rmSync(root, { recursive: true, force: true })))

/** Opens, looks and closes again. */
function look<T>(use: (history: History) => T, at = home): T {
  const history = openHistory(at)
  try {
    return use(history)
  } finally {
    history.close()
  }
}

/** Runs 1 and 2 named `name 1` and `name 2`, with one metric each. */
const fill = (at: Home, name: string) =>
  look((history) => {
    const runs = [1, 2].map((i) => history.create(newRun('train', { name: `${name} ${i}` })))
    runs.forEach(({ id, number }) =>
      history.tick(id, { step: 5, steps: 9, points: [{ name, step: 5, value: number, at: 1 }] }),
    )
    return runs
  }, at)

const listed = ({ read }: History) => read.list().map((run) => `${run.number} ${run.name} ${Object.keys(run.latest)}`)
const notices = ({ notices }: History) => notices.join('\n')

describe('a run of another data folder with a number that is taken', () => {
  it('gets one of its own, is said, and both are whole, at every start and after a rebuild', () => {
    fill(home, 'ours')
    const [, theirs] = fill(foreign, 'theirs')
    cpSync(join(foreign.runs, theirs.folder), join(home.runs, theirs.folder), { recursive: true })
    expect(look(notices)).toMatch(
      /00002-theirs-2-seed7 came with the number 2, which the run in 00002-ours-2-seed7 has: it is run 3 now\./,
    )
    const all = ['3 theirs 2 theirs', '2 ours 2 ours', '1 ours 1 ours']
    for (let start = 0; start < 2; start++)
      expect(look((history) => [listed(history), notices(history)])).toEqual([all, ''])
    expect(look((history) => [history.rebuild().runs, listed(history)])).toEqual([3, all])
    rmSync(home.database)
    expect(look(listed)).toEqual(all)
    expect(look((history) => history.create(newRun('train')).number)).toBe(4)
  })

  it('keeps its number where that is free, and takes over nothing of the run that had it', () => {
    const ours = fill(home, 'ours')
    const [, theirs] = fill(foreign, 'theirs')
    renameSync(join(home.runs, ours[1].folder), join(home.root, 'away'))
    cpSync(join(foreign.runs, theirs.folder), join(home.runs, theirs.folder), { recursive: true })
    const said = look(notices)
    expect(said).toMatch(/Run 2 is not in the history any more: its folder .*00002-ours-2-seed7 is gone\./)
    expect(look(listed)).toEqual(['2 theirs 2 theirs', '1 ours 1 ours'])
  })

  it('in a folder of the same name is that other run, nothing of the one before it', () => {
    const ours = fill(home, 'same')
    const [, theirs] = fill(foreign, 'same')
    rmSync(join(home.runs, ours[1].folder), { recursive: true })
    cpSync(join(foreign.runs, theirs.folder), join(home.runs, ours[1].folder), { recursive: true })
    expect(look(({ read }) => read.list().map(({ id }) => id))).toEqual([theirs.id, ours[0].id])
  })
})

describe('a folder of ours', () => {
  it('that was copied beside itself changes nothing, and the copy is named', () => {
    const [first] = fill(home, 'ours')
    const copy = `${first.folder}-backup`
    cpSync(join(home.runs, first.folder), join(home.runs, copy), { recursive: true })
    look((history) => history.edit(first.id, { notes: 'later' }))
    for (const way of ['reconcile', 'rebuild', 'new']) {
      if (way === 'rebuild') look((history) => history.rebuild())
      if (way === 'new') rmSync(home.database)
      look((history) => {
        expect(notices(history)).toMatch(
          new RegExp(`${copy} is not in the history: it is a copy of run 1 in ${first.folder}`),
        )
        expect(history.read.need(first.id)).toMatchObject({ folder: first.folder, notes: 'later' })
        expect(listed(history)).toEqual(['2 ours 2 ours', '1 ours 1 ours'])
      })
    }
  })

  it('that was renamed is found at once, and said', () => {
    const [first] = fill(home, 'ours')
    renameSync(join(home.runs, first.folder), join(home.runs, 'my best run'))
    look((history) => {
      expect(notices(history)).toBe(`The folder of run 1, ${first.folder}, is called my best run now.`)
      expect(history.read.need('1')).toMatchObject({ id: first.id, folder: 'my best run', step: 5 })
    })
    expect(look(notices)).toBe('')
  })

  it.skipIf(process.platform === 'win32')(
    'that lies on another disk is reached by a link, and known while that is away',
    () => {
      const [first] = fill(home, 'ours')
      const [link, disk] = [join(home.runs, first.folder), join(foreign.root, 'disk')]
      renameSync(link, disk)
      symlinkSync(disk, link)
      expect(look((history) => [listed(history)[1], notices(history)])).toEqual(['1 ours 1 ours', ''])
      expect(look((history) => history.read.file('1', 'run.json').length)).toBeGreaterThan(0)
      renameSync(disk, `${disk}-away`)
      look((history) => {
        expect(notices(history)).toMatch(/is shown as it was last known: .*run\.json is missing/)
        expect(listed(history)[1]).toBe('1 ours 1 ours')
      })
      expect(look((history) => [history.rebuild().runs, listed(history)[1]])).toEqual([1, '1 ours 1 ours'])
    },
  )
})

describe('one damaged small file of a run', () => {
  it.each([
    ['meta.json', '{"name":', { name: '00001-ours-1-seed7' }],
    ['meta.json', null, { name: '00001-ours-1-seed7' }],
    ['env.json', '"x"', { environment: null }],
    ['results.json', '{"entries":3}', { results: [] }],
    ['results.json', '\0\0\0', { results: [] }],
    ['metrics.jsonl', '\0\0\n{"step":5,"at":1,"ours":1}\n', { step: 5 }],
  ])('%s with %j costs no more than itself, also in a new database', (file, content, shown) => {
    const [{ folder, id }] = fill(home, 'ours')
    if (content === null) rmSync(join(home.runs, folder, file))
    else writeFileSync(join(home.runs, folder, file), content)
    for (const begin of [() => {}, () => rmSync(home.database)]) {
      begin()
      look((history) => {
        expect([...history.rebuild().notes, ...history.notices].join('\n')).toContain(file)
        expect(history.read.get(id)).toMatchObject({ number: 1, ...shown })
        expect(history.read.list()).toHaveLength(2)
      })
    }
    look((history) => history.edit(id, { notes: 'mended' }))
    expect(look((history) => history.read.need(id).notes)).toBe('mended')
  })

  it.each(['run.json', 'config.resolved.json'])(
    '%s leaves the run as it was last known, also after a rebuild',
    (file) => {
      const [{ folder }] = fill(home, 'ours')
      writeFileSync(join(home.runs, folder, file), '{')
      const known = ['2 ours 2 ours', '1 ours 1 ours']
      expect(look((history) => [history.rebuild().runs, listed(history)])).toEqual([1, known])
      writeFileSync(join(home.runs, folder, 'meta.json'), readFileSync(join(home.runs, folder, 'meta.json')))
      look((history) => {
        expect(notices(history)).toMatch(new RegExp(`shown as it was last known: .*${file} is damaged`))
        expect(listed(history)).toEqual(known)
      })
    },
  )

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that may not be read is named', () => {
    const [{ folder }] = fill(home, 'ours')
    chmodSync(join(home.runs, folder), 0)
    expect(look((history) => [listed(history)[1], notices(history)])).toEqual([
      '1 ours 1 ours',
      expect.stringMatching(/EACCES/),
    ])
    chmodSync(join(home.runs, folder), 0o755)
  })

  it.skipIf(process.platform === 'win32')('a file that links to itself, or a folder of its name, ends nothing', () => {
    const [one, two] = fill(home, 'ours')
    rmSync(join(home.runs, one.folder, 'meta.json'))
    symlinkSync('meta.json', join(home.runs, one.folder, 'meta.json'))
    rmSync(join(home.runs, two.folder, 'run.json'))
    mkdirSync(join(home.runs, two.folder, 'run.json'))
    expect(look(listed)).toHaveLength(2)
  })
})
