import { expect, it } from 'vitest'
import { bandsOf, stripCells, stripFigure } from './sigma-strip.ts'

const series = new Map([
  ['loss', [{ x: 1, y: 9 }]],
  [
    'loss_sigma_0.0150',
    [
      { x: 1, y: 1 },
      { x: 2, y: 3 },
      { x: 4, y: NaN },
    ],
  ],
  ['loss_sigma_6.05', [{ x: 4, y: 8 }]],
])

it('reads the bands off the names of the metrics, the noisiest first', () => {
  expect(bandsOf(series).map(({ low }) => low)).toEqual([6.05, 0.015])
})

it('lets a value stand for the steps since the one before it', () => {
  const sparse = new Map([
    [
      'loss_sigma_1',
      [
        { x: 0, y: 1 },
        { x: 9, y: 2 },
      ],
    ],
  ])
  expect(stripCells(bandsOf(sparse), 10).map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 10],
  ])
})

it('averages within spans of steps, and leaves spans without a finite value out', () => {
  expect(stripCells(bandsOf(series), 2)).toEqual([
    { band: 0, from: 3, to: 5, value: 8 },
    { band: 1, from: 1, to: 3, value: 2 },
  ])
  expect(stripCells([], 10)).toEqual([])
})

it('draws every cell in its band, and says where the loss is highest now', () => {
  const { panels, sentence } = stripFigure(bandsOf(series), 2)
  expect(panels[0].marks).toMatchObject([{ cells: [{ x: [3, 5], y: [-0.5, 0.5], value: 8 }, { y: [0.5, 1.5] }] }])
  expect(panels[0].y.categories).toEqual(['6', '0.015'])
  expect(sentence).toContain('Now highest from sigma 6.05: 8.')
  expect(stripFigure([], 10).sentence).toBe('No values yet.')
})

it('is of time where a network is trained by it', () => {
  const bands = bandsOf(
    new Map([
      ['loss_t_0.125', [{ x: 1, y: 2 }]],
      ['loss_t_0', [{ x: 1, y: 3 }]],
    ]),
  )
  expect(bands.map(({ low, of }) => [low, of])).toEqual([[0.125, 't'], [0, 't']]) // prettier-ignore
  expect(stripFigure(bands, 10)).toMatchObject({ title: 'Loss by t', sentence: 'Loss by time over the steps. Now highest from t 0: 3.' }) // prettier-ignore
})
