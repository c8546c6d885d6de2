import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { npyBytes } from '#files/write-npy.ts'

const CLI = join(import.meta.dirname, '..', 'cli.ts')
const folder = mkdtempSync(join(tmpdir(), 'anneal-export-command-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'x.npy'), npyBytes(new Uint8Array(3 * 48).fill(9), [3, 8, 6, 1]))

async function run(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, ANNEAL_HOME: folder, INIT_CWD: folder }
  return promisify(execFile)(process.execPath, [CLI, 'export', ...words], { cwd: folder, env }).then(
    (said) => ({ code: 0, ...said }),
    (error) => error,
  )
}

it.concurrent('writes PNG files into a new folder and says what they are', async () => {
  const { code, stdout } = await run('x.npy', '--out', 'pngs', '--json')
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    { file: join(folder, 'pngs'), n: 3, shape: '8 x 6 x 1', format: 'png' },
  ])
  expect(readdirSync(join(folder, 'pngs'))).toEqual(['000000.png', '000001.png', '000002.png'])
})

it.concurrent.each([
  [['x.npy'], 'Say where to write them'],
  [['x.npy', '--out', 'a.zip'], 'as one .npz or as a folder of PNG files; got a.zip'],
  [['--out', 'a.npz'], 'Name one run or data set'],
  [['7', '--out', 'a.npz'], 'there is no run 7'],
])('refuses %j: %s', async (words, sentence) => {
  const { code, stderr } = await run(...words)
  expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)])
})
