import { describe, expect, it } from 'vitest'
import { CONDITIONED, whyOther } from './conditions.ts'
import { keepApart } from './keep-apart.ts'

const [A, B] = ['a', 'b'].map((letter) => letter.repeat(64))
const SAME = { classifier: A, reference: A, n: 400, quantisation: '8 bit, to nearest', clamped: true, threshold: 0.9 }
const one = (name: string, change: object = {}) => [{ name, value: 1, protocol: { ...SAME, ...change } }]
const namesOf = (lists: { name: string }[][]) => lists.flatMap((list) => list.map(({ name }) => name))

describe('numbers that are no distances', () => {
  it.each([
    ['chi_squared_p', { n: 100 }, ['chi_squared_p (n 400)', 'chi_squared_p (n 100)'], /of 400 and of 100 samples/],
    ['chi_squared', { reference: B }, ['(reference aaaaaaaa)', '(reference bbbbbbbb)'], /against two references/],
    ['copied', { reference: B }, ['copied (reference aaaaaaaa)'], /against two references \(aaaaaaaaaaaa and bbbb/],
    ['mean_confidence', { classifier: B }, ['(classifier aaaaaaaa)'], /answers of two classifiers/],
    ['share_confident', { threshold: 0.5 }, ['(at 0.9)', '(at 0.5)'], /at least 0.9 in one and 0.5/],
    ['nearest_distance', { quantisation: 'none' }, ['(none)'], /became bytes in two ways/],
    ['nearer_than_held_out', { clamped: false }, ['(clamped)', '(not clamped)'], /clamped to the range/],
  ])('%s stands apart under %o, with the cause', (name, change, names, reason) => {
    const { lists, apart } = keepApart([one(name), one(name, change), one(name)])
    const found = namesOf(lists)
    for (const part of names) expect(found.join('; ')).toContain(part)
    expect(found[0]).toBe(found[2])
    expect(found[1]).not.toBe(found[0])
    expect(apart).toEqual([{ names: [name], reason: expect.stringMatching(reason) }])
  })

  it('stand together where nothing moves them: n for a share, a classifier for pixels, what is not said', () => {
    expect(whyOther('mean_confidence', SAME, { ...SAME, n: 100, reference: B })).toBeNull()
    expect(whyOther('copied', SAME, { ...SAME, n: 100, classifier: B })).toBeNull()
    for (const name of CONDITIONED) expect(whyOther(name, SAME, {})).toBeNull()
    expect(namesOf(keepApart([one('copied'), one('copied', { n: 7 })]).lists)).toEqual(['copied', 'copied'])
  })
})
