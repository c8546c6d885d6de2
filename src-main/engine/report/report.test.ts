import { expect, it } from 'vitest'
import { reportHtml, type ReportRun } from './report.ts'

/** A run of which only number and results matter here. */
const runOf = (number: number, results: ReportRun['results']): ReportRun => ({
  number,
  label: 'karras',
  sigmas: [2, 1],
  dataRange: [0, 1] as const,
  corruption: null,
  sampler: 'heun',
  score: 'mine',
  seed: 0,
  n: 10,
  nfe: 3,
  seconds: 1,
  noiseHash: 'abc',
  results,
  remarks: [],
  reference: null,
  grid: null,
})

it('shows a dash where a figure of merit could not be measured, and why under the protocol', () => {
  const reason = 'mine has no test split beside it.'
  const run = runOf(1, [{ name: 'nearer_than_held_out', value: null, protocol: { reason } }])
  const html = reportHtml({
    title: 'One',
    createdAt: new Date(0),
    runs: [run],
    apart: [],
    starts: null,
    proportions: null,
  })
  expect(html).toContain('<td>1.0</td><td>&ndash;</td></tr>')
  expect(html).toContain(reason)
  expect(html).not.toContain('not finite')
})

it('puts distances that may not be compared into columns of their own, and says why', () => {
  const run = (number: number, name: string) => runOf(number, [{ name, value: number, protocol: {} }])
  const runs = [run(1, 'fid (n 1000)'), run(2, 'fid (n 300)')]
  const html = reportHtml({
    title: 'Two',
    createdAt: new Date(0),
    runs,
    apart: [{ names: ['fid'], reason: 'they are of 1000 and of 300 pictures' }],
    starts: null,
    proportions: null,
  })
  expect(html).toContain('<th scope="col">FID (n 1000)</th><th scope="col">FID (n 300)</th>')
  expect(html).toContain('<td>1.00</td><td>&ndash;</td>')
  expect(html).toContain('FID: in columns of their own, because they are of 1000 and of 300 pictures.')
})

it('shows the share of samples that are not finite, however small, in a column of its own', () => {
  const run = runOf(1, [{ name: 'share_not_finite', value: 0.00012, protocol: {} }])
  const html = reportHtml({
    title: 'One',
    createdAt: new Date(0),
    runs: [run],
    apart: [],
    starts: null,
    proportions: null,
  })
  expect(html).toContain('<th scope="col">share not finite</th>')
  expect(html).toContain('<td>1.0</td><td>0.012 %</td></tr>')
})

it('draws both curves of a corruption, each kind of level on an axis of its own, names it in a column, and says who starts otherwise', () => {
  const blur = { words: 'gaussian-blur, padding zero', levels: [4, 0], axis: 'Standard deviation, b (px)' }
  const mask = { words: 'mask, patch 2', levels: [0.9, 0], axis: 'Share hidden, m' }
  const runs = [{ ...runOf(1, []), corruption: blur }, { ...runOf(2, []), corruption: mask }, runOf(3, [])]
  const told = { title: 'Three', createdAt: new Date(0), apart: [], proportions: null }
  const html = reportHtml({ ...told, runs, starts: 'They do not start alike.' })
  expect(html.match(/<h2>Corruption<\/h2>/g)).toHaveLength(2)
  expect(html).toContain('Standard deviation, b (px)')
  expect(html.match(/do not compare their heights/g)).toHaveLength(2)
  expect(html).toContain('<th scope="col">corruption</th>')
  for (const words of [blur.words, mask.words, 'none']) expect(html).toContain(`<td>${words}</td>`)
  expect(html).toContain('They do not start alike.')
  expect(html).toContain('<dd>Share hidden, m: 0.9, 0</dd>')

  const alone = reportHtml({ ...told, runs: [runs[0], runs[0]], starts: null })
  expect(alone.match(/<h2>Corruption<\/h2>/g)).toHaveLength(1)
  expect(alone).not.toContain('do not compare their heights')
  expect(reportHtml({ ...told, runs: [runs[2]], starts: null })).not.toContain('orruption')
})
