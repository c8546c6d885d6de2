import { expect, it } from 'vitest'
import { toCamel, toSnake } from './casing.ts'

it('renames keys at every depth, and back', () => {
  const wire = { sigma_max: 1, training: { log_every: [{ per_class: 2 }] } }
  expect(toCamel(wire)).toEqual({ sigmaMax: 1, training: { logEvery: [{ perClass: 2 }] } })
  expect(toSnake(toCamel(wire))).toEqual(wire)
})

it('leaves the names of classes as the user spelled them', () => {
  const subset = { fractions: { golden_retriever: 0.5 }, proportions: { a_b: 1 } }
  expect(toCamel({ subset })).toEqual({ subset })
  expect(toSnake({ subset: { fractions: { aB: 1 } } })).toEqual({ subset: { fractions: { aB: 1 } } })
})
