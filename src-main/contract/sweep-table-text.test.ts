import { expect, it } from 'vitest'
import { tableText } from './sweep-table-text.ts'
import type { SweepTable, TableColumn } from './sweep-view.ts'

const about: TableColumn[] = [
  { name: 'draw.schedule', of: 'factor', step: 'draw' },
  { name: 'draw run', of: 'run', step: 'draw' },
  { name: 'fid', of: 'result', step: 'judge' },
  { name: 'fid low', of: 'result', step: 'judge' },
  { name: 'fid high', of: 'result', step: 'judge' },
  { name: 'share/3', of: 'result', step: 'judge' },
]
const TABLE: SweepTable = {
  columns: about.map(({ name }) => name),
  about,
  reasons: [],
  rows: [
    { 'draw.schedule': 'a "b", 5 %|_', 'draw run': 3, fid: 12.345678, 'fid low': -1.5, 'fid high': 14, 'share/3': 0.1 },
    { 'draw.schedule': 'cosine', 'draw run': null, fid: null, 'fid low': null, 'fid high': null, 'share/3': null },
  ],
}

it('CSV has every column at full precision', () => {
  expect(tableText(TABLE, 'csv').split('\r\n')).toEqual([
    'draw.schedule,draw run,fid,fid low,fid high,share/3',
    '"a ""b"", 5 %|_",3,12.345678,-1.5,14,0.1',
    'cosine,,,,,',
  ])
})

it('Markdown has a number and its interval in one cell, and leaves classes out', () => {
  expect(tableText(TABLE, 'markdown').split('\n')).toEqual([
    '| draw.schedule | draw run | fid |',
    '| :-- | --: | --: |',
    '| a "b", 5 %\\|_ | 3 | 12.35 [-1.500, 14] |',
    '| cosine | - | - |',
  ])
})

it('LaTeX escapes what it would read, and is a table with rules', () => {
  const seeds: SweepTable = {
    columns: ['fid', 'fid sd', 'n'],
    about: [
      { name: 'fid', of: 'result', step: null },
      { name: 'fid sd', of: 'result', step: null },
      { name: 'n', of: 'run', step: null },
    ],
    rows: [{ fid: 12, 'fid sd': 0.25, n: 3 }],
    reasons: [],
  }
  expect(tableText(seeds, 'latex')).toContain('  12 $\\pm$ 0.2500 & 3 \\\\')
  expect(tableText(TABLE, 'latex').split('\n')).toEqual([
    '% \\usepackage{booktabs}',
    '\\begin{tabular}{lrr}',
    '  \\toprule',
    '  draw.schedule & draw run & fid \\\\',
    '  \\midrule',
    '  a "b", 5 \\%|\\_ & 3 & 12.35 [$-$1.500, 14] \\\\',
    '  cosine & - & - \\\\',
    '  \\bottomrule',
    '\\end{tabular}',
  ])
})
