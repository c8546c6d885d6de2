import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('a process that computes without end is gone soon after its parent was killed', async () => {
  const parent = fork(fileURLToPath(new URL('./testing/busy-child.ts', import.meta.url)))
  const [pid] = (await once(parent, 'message')) as [number]
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(alive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => alive(pid), { timeout: 8000 }).toBe(false)
})
