import { expect, it } from 'vitest'
import type { Contender } from './contest.ts'
import { table } from './table.ts'

const contender = (name: string, seconds: number[]): Contender => ({
  name,
  first: 1,
  version: '',
  flops: 2e9,
  seconds,
  others: seconds.map(() => 0.01),
  peakMB: 500,
})
const peaks = { ours: { sgemm: 180, convolution: 190 }, torch: { sgemm: 170, convolution: 200 } }
const machine = { cpu: 'x', cores: 2, memoryGB: 24, flags: [], node: 'v24' }

it('divides the reference by each contender round for round, so that a slow moment that hits both cancels', () => {
  const result = {
    row: 'unet-step-32',
    at: '',
    machine,
    peaks,
    contenders: [contender('graph', [0.1, 0.2, 0.1]), contender('torch-channels-last', [0.2, 0.4, 0.2])],
  }
  const lines = table([result]).split('\n').slice(2)
  expect(lines[0]).toBe('| U-Net step, batch 32 | graph | 100 | 100 | 2.00 (2.00-2.00) | 10 | 500 | 0.01 |')
  expect(lines[1]).toBe('|  | torch-channels-last | 200 | 200 | 1 | 5 | 500 | 0.01 |')
})
