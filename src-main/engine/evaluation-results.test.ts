import { describe, expect, it } from 'vitest'
import { balanceResults } from './evaluation-results.ts'

/** One image of `cat`, three of `dog`. */
const predictions = { probabilities: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 1), classes: 2 }
const names = ['cat', 'dog']

describe('the balance of classes', () => {
  it('is held against the counts of the classes of the same names', () => {
    const reference = { name: 'pets', classes: ['dog', 'cow', 'cat'], labels: Uint8Array.of(0, 0, 0, 2) }
    const [statistic, p] = balanceResults(predictions, names, reference, {})
    expect(statistic).toMatchObject({ name: 'chi_squared', value: 0, protocol: { training_counts: [1, 3], df: 1 } })
    // One cat was to be expected: no p-value of so few.
    const reason = 'The smallest expected count is 1, below 5: no p-value. Draw more samples.'
    expect(p).toMatchObject({ name: 'chi_squared_p', value: null, protocol: { smallest_expected: 1, reason } })
  })

  it('is not tested where the reference has a class that the classifier does not know', () => {
    const reference = { name: 'farm', classes: ['cow', 'pig'], labels: Uint8Array.of(0, 1) }
    const results = balanceResults(predictions, names, reference, { classifier: 'abc' })
    for (const { value, protocol } of results) {
      expect(value).toBeNull()
      expect(protocol).toMatchObject({
        classifier: 'abc',
        reason: "farm has the class cow, which is none of the classifier's: cat, dog.",
      })
      expect(protocol).not.toHaveProperty('training_counts')
    }
  })
})
