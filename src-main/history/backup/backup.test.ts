import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openHistory } from '../history.ts'
import { openHome } from '../home.ts'
import { newRun } from '../testing/example-history.ts'
import { backUp } from './backup.ts'
import { restore } from './restore.ts'

let work: string
let home: string
let to: string
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'anneal-backup-'))
  home = join(work, 'home')
  to = join(work, 'usb', 'kept')
  const opened = openHistory(openHome({ ANNEAL_HOME: home }))
  for (let i = 0; i < 3; i++) opened.create(newRun('train'))
  opened.saveSchedule({
    name: 'karras',
    spec: { family: 'karras', levels: 5, sigma_max: 20, sigma_min: 0.01, data_range: [0, 1] },
  })
  opened.close()
  mkdirSync(join(home, 'datasets', 'abc-mine'))
  writeFileSync(join(home, 'datasets', 'abc-mine', 'pixels.npy'), Buffer.alloc(9_000_000, 7))
})
afterEach(() => rmSync(work, { recursive: true, force: true }))

const about = { anneal: '0.1.0-test' }
const at = (folder: string) => openHistory(openHome({ ANNEAL_HOME: folder }))
/** Path and hash of everything below. */
const content = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

it('brings back every run, schedule and data set, byte for byte, with nothing left beside it', async () => {
  const { files, bytes } = await backUp(home, to, about)
  expect(bytes).toBeGreaterThan(9_000_000)
  expect(readdirSync(join(work, 'usb'))).toEqual(['kept'])
  const other = join(work, 'other')
  expect(await restore(to, other)).toMatchObject({ record: { files }, aside: null })
  for (const part of ['runs', 'schedules', 'datasets'])
    expect(content(join(other, part))).toEqual(content(join(home, part)))
  expect(readdirSync(work).toSorted()).toEqual(['home', 'other', 'usb'])
  const [before, after] = [at(home), at(other)]
  expect(after.read.list({})).toEqual(before.read.list({}))
  expect(after.read.schedules()).toEqual(before.read.schedules())
  before.close()
  after.close()
})

it('leaves out what is half written, and takes in a run that lies on another disk', async () => {
  const [run] = readdirSync(join(home, 'runs'))
  renameSync(join(home, 'runs', run), join(work, 'disk'))
  symlinkSync(join(work, 'disk'), join(home, 'runs', run))
  writeFileSync(join(home, 'runs', '.new-x'), '')
  mkdirSync(join(home, 'datasets', '.partial-x'))
  writeFileSync(join(work, 'disk', '.run.json.1.tmp'), '')
  writeFileSync(join(work, 'disk', '.engine.lock'), '')
  await backUp(home, to, about)
  expect(content(join(to, 'runs', run)).map(([path]) => path)).not.toEqual(expect.arrayContaining(['.engine.lock']))
  expect(readdirSync(join(to, 'runs', run))).toContain('run.json')
  expect((readdirSync(to, { recursive: true }) as string[]).filter((path) => /\.(new|partial|tmp)/.test(path))).toEqual(
    [],
  )
})

it('an empty data folder in the way is kept aside; one that holds anything is not touched', async () => {
  await backUp(home, to, about)
  at(join(work, 'blank')).close()
  const { aside } = await restore(to, join(work, 'blank'))
  expect(aside && existsSync(join(aside, 'history.db'))).toBe(true)
  const before = content(home)
  await expect(restore(to, home)).rejects.toThrow(/holds runs already.*ANNEAL_HOME/)
  expect(content(home)).toEqual(before)
})

it('a backup in which anything is other than it was restores nothing, and says what', async () => {
  await backUp(home, to, about)
  const file = join(to, 'datasets', 'abc-mine', 'pixels.npy')
  const spoil: [string, () => void, RegExp][] = [
    [
      'a flipped bit',
      () => writeFileSync(file, Buffer.alloc(9_000_000, 7).fill(6, 5_000_000, 5_000_001)),
      /pixels\.npy is not as it was backed up/,
    ],
    ['a missing file', () => rmSync(file), /pixels\.npy is missing/],
    ['a link in its place', () => (rmSync(file), symlinkSync('/etc/hostname', file)), /is no file any more/],
    ['a shortened list', () => writeFileSync(join(to, 'BACKUP.sha256'), ''), /BACKUP\.sha256 is not as it was written/],
    ['no record', () => rmSync(join(to, 'BACKUP.json')), /is no backup/],
  ]
  cpSync(to, join(work, 'sound'), { recursive: true })
  for (const [what, harm, sentence] of spoil) {
    rmSync(to, { recursive: true })
    cpSync(join(work, 'sound'), to, { recursive: true })
    harm()
    await expect(restore(to, join(work, 'other')), what).rejects.toThrow(sentence)
    expect(readdirSync(work).toSorted(), what).toEqual(['home', 'sound', 'usb'])
  }
})

it('a list that leads out of the backup is refused, whatever its hash', async () => {
  await backUp(home, to, about)
  for (const path of ['runs/../../x', '/etc/hostname', 'runs/..\\x', 'elsewhere/x', 'runs//x', 'runs/x/.']) {
    const listing = `${'0'.repeat(64)}  ${path}\n`
    writeFileSync(join(to, 'BACKUP.sha256'), listing)
    const record = JSON.parse(readFileSync(join(to, 'BACKUP.json'), 'utf8')) as object
    writeFileSync(
      join(to, 'BACKUP.json'),
      JSON.stringify({ ...record, listing: createHash('sha256').update(listing).digest('hex') }),
    )
    await expect(restore(to, join(work, 'other')), path).rejects.toThrow(/is damaged: BACKUP\.sha256 lists/)
  }
})

it('is refused where it cannot be whole, and leaves nothing', async () => {
  await expect(backUp(join(work, 'none'), to, about)).rejects.toThrow(/There is no data folder at/)
  await expect(backUp(home, join(home, 'kept'), about)).rejects.toThrow(/lies within the data folder/)
  mkdirSync(to, { recursive: true })
  writeFileSync(join(to, 'mine.txt'), 'mine')
  await expect(backUp(home, to, about)).rejects.toThrow(/is there already/)
  expect(readdirSync(to)).toEqual(['mine.txt'])
  if (process.getuid?.() === 0) return
  chmodSync(join(home, 'runs', readdirSync(join(home, 'runs'))[0]), 0)
  await expect(backUp(home, join(work, 'second'), about)).rejects.toThrow(/may not be opened/)
  expect(existsSync(join(work, 'second'))).toBe(false)
})
