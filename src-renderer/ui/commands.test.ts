import { expect, it, vi } from 'vitest'
import { capsOf, Commands, findCommands, keysOf } from './commands.svelte.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

it('names pressed keys as commands write them', () => {
  expect(keysOf(press('P', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+p')
  expect(keysOf(press('?', { shiftKey: true }))).toBe('?')
  expect(keysOf(press(' '))).toBe('space')
  expect(capsOf('mod+shift+p')).toEqual(['Ctrl', 'Shift', 'P'])
  expect(capsOf('mod++')).toEqual(['Ctrl', '+'])
})

it('leaves keys to a field that is typed in, unless the command acts everywhere', () => {
  const commands = new Commands()
  const [undo, palette] = [vi.fn(), vi.fn()]
  commands.register([
    { id: 'undo', label: 'Undo', group: 'Edit', keys: 'mod+z', run: undo },
    { id: 'palette', label: 'Commands', group: 'View', keys: 'mod+shift+p', everywhere: true, run: palette },
  ])
  expect(commands.press(press('z', { ctrlKey: true }), true)).toBe(false)
  expect(commands.press(press('z', { ctrlKey: true }), false)).toBe(true)
  expect(commands.press(press('P', { ctrlKey: true, shiftKey: true }), true)).toBe(true)
  expect([undo, palette].map((run) => run.mock.calls.length)).toEqual([1, 1])
})

const command = (run: () => void) => [{ id: 'x', label: 'X', group: 'G', keys: 'x', run }]

it('prefers the page shown last, and forgets it when it goes', () => {
  const commands = new Commands()
  const [app, page] = [vi.fn(), vi.fn()]
  commands.register(command(app))
  const gone = commands.register(command(page))
  commands.press(press('x'), false)
  gone()
  commands.press(press('x'), false)
  expect([app, page].map((run) => run.mock.calls.length)).toEqual([1, 1])
})

it('finds commands by their letters in order, words that stand together first', () => {
  const named = ['Go to Runs', 'Undo', 'Show rulers', 'Run queue'].map((label) => ({
    id: label,
    label,
    group: '',
    run() {},
  }))
  expect(
    findCommands(named, 'run')
      .map(({ label }) => label)
      .slice(0, 2),
  ).toEqual(['Run queue', 'Go to Runs'])
  expect(findCommands(named, 'zzz')).toEqual([])
  expect(findCommands(named, '')).toHaveLength(4)
})
