import { expect, it } from 'vitest'
import { oneLine, printable } from './printable.ts'

it('shows what would act on a terminal, and leaves all else as it is', () => {
  expect(printable('a\x1b[31mred\x9b0m\u202Ertl\r\n\ttab é 漢 🎲')).toBe(
    'a\\u{1b}[31mred\\u{9b}0m\\u{202e}rtl\\u{d}\n\ttab é 漢 🎲',
  )
})

it('keeps a cell on one line', () => {
  expect(oneLine('a\nb\tc\u2028d')).toBe('a\\u{a}b\\u{9}c\\u{2028}d')
})
