import { expect, it } from 'vitest'
import { findPlaces, type Place } from './places.ts'

const place = (id: string, group: string, label: string): Place => ({ id, group, label, run() {} })
const places = [
  ...Array.from({ length: 40 }, (_, i) => place(`run-${i + 1}`, 'Run', `${i + 1} karras, seed ${i}`)),
  place('schedule-a', 'Schedule', 'karras to 80'),
  place('dataset-m', 'Data set', 'few ones'),
]
const ids = (query: string) => findPlaces(places, query).map(({ id }) => id)

it('finds by every word, the run of a number first, and lists nothing before something is typed', () => {
  expect(ids('')).toEqual([])
  expect(ids('7')[0]).toBe('run-7')
  expect(ids('schedule 80')).toEqual(['schedule-a'])
  expect(ids('ones few')).toEqual(['dataset-m'])
  expect(ids('karras')).toHaveLength(12)
  expect(ids('nothing')).toEqual([])
})
