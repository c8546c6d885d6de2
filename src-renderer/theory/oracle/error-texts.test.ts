import { expect, it } from 'vitest'
import { placeTexts } from './error-texts.ts'

const at = (x: number, y: number) => ({ x, y, offered: ['d 0.0091', 'd'] })
const total = { y: 100, half: 60, text: '0.0091' }

it('writes letter and value where there is room', () => {
  const { texts, total: place } = placeTexts([at(-40, 40), at(40, 160)], total)
  expect(texts).toEqual(['d 0.0091', 'd 0.0091'])
  expect(place).toEqual({ anchor: 'end', dy: -7 })
})

it('leaves the value off where a neighbour stands beside, and the letter too where nothing fits', () => {
  expect(placeTexts([at(-12, 40), at(12, 40)], total).texts).toEqual(['d', 'd'])
  expect(placeTexts([at(0, 40), at(2, 40)], total).texts).toEqual(['d', undefined])
})

it('moves the total away from the points, and no text lies on its line', () => {
  expect(placeTexts([at(45, 93)], total).total).toEqual({ anchor: 'start', dy: -7 })
  expect(placeTexts([at(-45, 112)], total).texts).toEqual([undefined])
})
