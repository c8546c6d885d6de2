import { expect, it } from 'vitest'
import { CONDITIONED } from '#contract/conditions.ts'
import { JUDGED_NAMES } from '#contract/keep-apart.ts'
import { helpOfColumn } from './metric-help.ts'

it.each([...JUDGED_NAMES, ...CONDITIONED, 'loss', 'nfe', 'number', 'took', 'seconds', 'share_not_finite'])(
  'has a sentence behind %s',
  (name) => expect(helpOfColumn(name)).toMatch(/^[A-Z].*\.$/),
)
it('has the same for one kind of a metric and for one class, and names a setting by its path', () => {
  expect(helpOfColumn('fid (n 1000)')).toBe(helpOfColumn('fid'))
  expect(helpOfColumn('fid/cat')).toBe(helpOfColumn('fid'))
  expect(helpOfColumn('sampler.eps')).toBe('Setting sampler.eps of the run’s configuration.')
  expect(helpOfColumn('made_up')).toBeUndefined()
})
