import { expect, it } from 'vitest'
import { importSpec } from '#contract/import.ts'
import { asWords, fieldsOf, IMPORT_FIELDS, typedOf } from './import-fields.ts'

it('has a field for everything that an import can be told, the name apart', () => {
  expect(IMPORT_FIELDS.map(({ name }) => name).toSorted()).toEqual(
    Object.keys(importSpec.shape)
      .filter((name) => name !== 'name')
      .toSorted(),
  )
  // What a form offers is what main takes.
  for (const { name, options = [] } of IMPORT_FIELDS)
    for (const { value } of options) expect(importSpec.parse(fieldsOf({ [name]: value }))).toHaveProperty(name)
})

it('what is typed becomes values, what is not typed says nothing, and back', () => {
  const typed = { float_range: '[0, 255]', size: '32', channels: '1', transpose: 'true', classes: 'cat, dog', key: ' ' }
  const fields = { float_range: [0, 255], size: 32, channels: 1, transpose: true, classes: ['cat', 'dog'] }
  expect(fieldsOf(typed)).toEqual(fields)
  expect(fieldsOf(typedOf(importSpec.parse(fields)))).toEqual(fields)
  expect(asWords(importSpec.parse(fields))).toContain('float_range=[0,255] size=32')
  // For main to refuse by its field.
  expect(importSpec.safeParse(fieldsOf({ float_range: 'bright' })).success).toBe(false)
})
