import { expect, it } from 'vitest'
import { addressOf, USUAL_VIEW, viewOf, type RunView } from './view-address.ts'

it('is empty where all is as usual, and comes back whole where nothing is', () => {
  expect(addressOf(USUAL_VIEW)).toBe('')
  expect(viewOf('')).toEqual(USUAL_VIEW)
  const view: RunView = {
    query: 'sampler:heun "a & b" fid<20',
    trash: true,
    grouping: 'schedule.sigma_max',
    sorting: { by: 'fid', falling: false },
    columns: ['fid', 'schedule.sigma_max'],
    figure: true,
  }
  expect(viewOf(addressOf(view))).toEqual(view)
  expect(viewOf(addressOf({ ...view, columns: [] })).columns).toEqual([])
  expect(viewOf('sort=-took').sorting).toEqual({ by: 'took', falling: true })
})
