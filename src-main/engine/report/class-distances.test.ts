import { expect, it } from 'vitest'
import type { Result } from '#contract/run.ts'
import { BYTES, type Passport } from '#contract/passport.ts'
import { classTables } from './class-distances.ts'

const passport = (n: number): Passport => ({
  features: 'classifier',
  network: 'a'.repeat(64),
  resize: 'none',
  scaling: 'x/255',
  quantisation: BYTES,
  n: [n, 500],
  samples: null,
  reference: 'c'.repeat(64),
  covariance_divisor: 'n',
  interval: null,
})
const run = (number: number, n: number, values: readonly (number | null)[]) => ({
  number,
  label: `schedule <${number}>`,
  results: values.map((value, i): Result => {
    const reason = value === null ? 'run 2 has 0 samples of the class, of 50 wanted.' : undefined
    return { name: `frechet_distance/${'ab'[i]}`, value, protocol: { passport: passport(n), n, reason } }
  }),
})

it('has a row for each run and a column for each class, and says why one has no distance', () => {
  const html = classTables([run(1, 50, [1.234, 2]), run(2, 50, [3, null])])
  expect(html.match(/<table /g)).toHaveLength(1)
  expect(html).toContain('Fréchet distance by class, classifier features, n 50 of every class')
  expect(html).toContain('schedule &#60;1&#62;</td><td>1.23</td><td>2.00</td>')
  expect(html).toContain('<p>Run 2, b: run 2 has 0 samples of the class, of 50 wanted.</p>')
})

it('gives runs of another n a table of their own, and runs without classes none', () => {
  const html = classTables([run(1, 50, [1, 2]), run(2, 15, [3, 4])])
  expect(html.match(/<table /g)).toHaveLength(2)
  expect(html).toContain('n 15 of every class')
  expect(classTables([{ number: 3, label: 'x', results: [{ name: 'share/a', value: 1, protocol: {} }] }])).toBe('')
})
