import { expect, it } from 'vitest'
import { reportHtml } from './report.ts'

it('shows a dash where a figure of merit could not be measured, and why under the protocol', () => {
  const reason = 'mine has no test split beside it.'
  const run = {
    number: 1,
    label: 'karras',
    sigmas: [2, 1],
    dataRange: [0, 1] as const,
    sampler: 'heun',
    network: 'mine',
    seed: 0,
    n: 10,
    nfe: 3,
    seconds: 1,
    noiseHash: 'abc',
    results: [{ name: 'nearer_than_held_out', value: null, protocol: { reason } }],
    grid: null,
  }
  const html = reportHtml({ title: 'One', createdAt: new Date(0), runs: [run], proportions: null })
  expect(html).toContain('<td>1.0</td><td>&ndash;</td></tr>')
  expect(html).toContain(reason)
  expect(html).not.toContain('not finite')
})
