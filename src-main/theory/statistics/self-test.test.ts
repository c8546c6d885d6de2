import { expect, it, vi } from 'vitest'
import { selfTest } from './self-test.ts'

it('finds every known answer', async () => {
  const answers = await selfTest()
  expect(answers).toHaveLength(8)
  expect(answers.filter(({ holds }) => !holds)).toEqual([])
})

it('says which one a wrong estimator misses, and by how much', async () => {
  vi.resetModules()
  // The biased estimator of the kernel distance, which counts each point as its own neighbour.
  vi.doMock('./kernel-distance.ts', () => ({ kernelDistance: async () => ({ value: (1 + 1 + 1 + 8) / 4 - 13 }) }))
  const { selfTest: broken } = await import('./self-test.ts')
  const missed = (await broken()).filter(({ holds }) => !holds)
  expect(missed.map(({ name }) => name)).toEqual(['KID'])
  expect(missed[0].difference).toBeGreaterThan(0.1)
  vi.doUnmock('./kernel-distance.ts')
})
