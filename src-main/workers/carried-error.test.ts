import { expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { carryError, errorOf } from './carried-error.ts'
import { messageOf, textOf } from './messages.ts'

const there = (error: unknown) => errorOf(messageOf(textOf(carryError(error))))

it('a refusal arrives as one, with its sentence, code and field', () => {
  const arrived = there(new Refusal('levels must be 2 or more.', { field: 'levels', code: 'not-found' }))
  expect(arrived).toBeInstanceOf(Refusal)
  expect(arrived).toMatchObject({ message: 'levels must be 2 or more.', field: 'levels', code: 'not-found' })
})

it('a bug arrives as an error with the stack of where it happened', () => {
  const bug = new TypeError('x is undefined')
  const arrived = there(bug)
  expect(arrived).not.toBeInstanceOf(Refusal)
  expect(arrived).toMatchObject({ message: 'x is undefined', stack: bug.stack })
})

it('what is thrown and no error becomes one', () => {
  expect(there('out of cheese').message).toBe('out of cheese')
})
