import { expect, it } from 'vitest'
import type { Cell } from '#contract/sweep-cells.ts'
import { packTasks } from './pack.ts'

const cells = (step: string, count: number): Cell[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${step}/${i + 1}`, step, factors: {}, needs: {}, config: {} }))
const site = { minutes: 10, most_tasks: 1000 }

it('shares many short runs among tasks of about ten minutes, each stage by itself, each run once', () => {
  const all = [...cells('draw', 300), ...cells('judge', 300)]
  const tasks = packTasks(all, [...Array(300).fill(20), ...Array(300).fill(4)], site)
  expect(tasks.filter(({ stage }) => stage === 'draw').map(({ cells }) => cells.length)).toEqual(Array(10).fill(30))
  expect(tasks.filter(({ stage }) => stage === 'judge').map(({ cells }) => cells.length)).toEqual(Array(2).fill(150))
  expect(tasks.flatMap(({ cells }) => cells)).toEqual(all.map(({ id }) => id))
})

it('gives a run that was never measured, and one longer than the aim, a task of its own', () => {
  const tasks = packTasks(cells('train', 3), [null, 3600, null], site)
  expect(tasks.map(({ cells }) => cells)).toEqual([['train/1'], ['train/2'], ['train/3']])
})

it('makes no more tasks than a site takes, and loses no run', () => {
  const tasks = packTasks(cells('draw', 5000), Array(5000).fill(600), { minutes: 10, most_tasks: 100 })
  expect(tasks).toHaveLength(100)
  expect(tasks.flatMap(({ cells }) => cells)).toHaveLength(5000)
})
