import { expect, it } from 'vitest'
import type { RunKind } from '#contract/run-config.ts'
import { formFields } from './form-fields.ts'
import { applies, sectionsOf, SECTIONS } from './sections.ts'

const KINDS = Object.keys(SECTIONS) as RunKind[]

it.each(KINDS)('asks of %s for every field that applies, each in one section', (kind) => {
  const fields = formFields(kind)
  const shown = sectionsOf(kind, fields, { kind }).flatMap((section) => section.fields.map(({ name }) => name))
  expect(shown.toSorted()).toEqual(
    fields
      .map(({ name }) => name)
      .filter((name) => applies([name], { kind }))
      .toSorted(),
  )
  expect(SECTIONS[kind].flatMap((section) => section.fields).filter((name) => !fields.some((f) => f.name === name))).toEqual([]) // prettier-ignore
})

it('leaves fields of other data out, unless they have a value', () => {
  expect(applies(['dataset', 'n'], { dataset: { name: 'mnist' } })).toBe(false)
  expect(applies(['dataset', 'n'], { dataset: { name: 'rings' } })).toBe(true)
  expect(applies(['dataset', 'n'], { dataset: { name: 'mnist', n: 5 } })).toBe(true)
  expect(applies(['dataset', 'size'], {})).toBe(false)
  expect(applies(['start_from', 'channels'], { start_from: { name: 'texture' } })).toBe(true)
})

it('leaves fields of other objectives, starts and scores out', () => {
  expect(applies(['objective', 'projection'], { kind: 'train' })).toBe(false)
  expect(applies(['objective', 'projection'], { kind: 'train', objective: { name: 'ssm' } })).toBe(true)
  expect(applies(['start_std'], { kind: 'sample', start: 'uniform' })).toBe(false)
  expect(applies(['network'], { kind: 'sample', score: { name: 'gaussian' } })).toBe(false)
  expect(applies(['schedule'], { kind: 'train' })).toBe(false)
  expect(applies(['schedule'], { kind: 'sample' })).toBe(true)
})
