/** The desk's process may end however it likes: whoever asked is told, and the next who asks finds another. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openNetworkDesk, type NetworkDesk } from './network-desk.ts'

let folder: string
let desks: NetworkDesk[]
beforeAll(() => {
  desks = []
  folder = mkdtempSync(join(tmpdir(), 'anneal-desk-'))
})
afterAll(() => {
  for (const desk of desks) desk.close()
  rmSync(folder, { recursive: true })
})

/** Ends, hangs or answers, as the path of what it is asked to inspect says. */
const PROCESS = `import { openParentChannel } from ${JSON.stringify(new URL('../../workers/parent-channel.ts', import.meta.url).href)}
const { post, listen } = openParentChannel()
listen(({ id, input }) => {
  if (input.path === 'crash') { console.error('heap corrupted'); process.exit(139) }
  if (input.path === 'hang') for (;;);
  post({ id, value: { kind: input.path, file: '', guessed: {}, missing: [] } })
})`

function open(patience?: number): NetworkDesk {
  const entry = join(folder, 'process.mjs')
  writeFileSync(entry, PROCESS)
  const home = { root: folder, networks: join(folder, 'networks') }
  const desk = openNetworkDesk({ home, version: 'test', environment: () => ({}), entry, patience })
  desks.push(desk)
  return desk
}
const inspect = (desk: NetworkDesk, path: string) => desk.ask('inspect', { path, card: {} })

it('refuses what its process did not survive, with its last words, and goes on with a new one', async () => {
  const desk = open()
  await expect(inspect(desk, 'crash')).rejects.toThrow(
    /ended \(code 139\): its graph is damaged, or needs more memory.*heap corrupted/,
  )
  expect(await inspect(desk, 'onnx')).toMatchObject({ kind: 'onnx' })
})

it('ends a process that gives no sign of life', async () => {
  await expect(inspect(open(0.3), 'hang')).rejects.toThrow('it gave no sign of life for 0.3 s')
})

it('is cancelled at once, in the middle of whatever runs', async () => {
  const desk = open()
  const asked = inspect(desk, 'hang')
  asked.catch(() => {})
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(desk.cancel()).toBe(true)
  await expect(asked).rejects.toThrow('It was cancelled')
  expect(desk.cancel()).toBe(false)
  expect(await inspect(desk, 'onnx')).toMatchObject({ kind: 'onnx' })
})
