import { expect, it } from 'vitest'
import { npyOf } from '../files/npy-of.ts'
import { bringing } from './bringing.ts'
import { Workspace } from './workspace.svelte.ts'

function open() {
  const sheet = new Workspace()
  const [said, asked]: [string[], string[]] = [[], []]
  const { paste, drop } = bringing(sheet, { show: (text) => void said.push(text) }, (text) => void asked.push(text))
  const pasted = (text: string) =>
    paste({ target: { closest: () => null }, clipboardData: { getData: () => text } } as never)
  return { sheet, said, asked, pasted, drop }
}
const active = (sheet: Workspace) => (sheet.sequence.ok ? [...sheet.sequence.sigmas] : [])

it.each([
  '[50, 20, 5, 1, .1]',
  'torch.tensor([50., 20., 5., 1., .1])',
  'np.array([50, 20, 5, 1, .1])',
  '(50, 20, 5, 1, .1)',
])('puts %s on the sheet at once, as one step of undo', (text) => {
  const { sheet, said, asked, pasted } = open()
  pasted(text)
  expect(active(sheet)).toEqual([50, 20, 5, 1, 0.1])
  expect([said, asked]).toEqual([['5 levels, 5 steps.'], []])
  sheet.undo()
  expect(sheet.drafts).toHaveLength(2)
})

it('asks where something is missing or cannot be read', () => {
  const { sheet, asked, pasted } = open()
  const config = '{"_class_name": "EulerDiscreteScheduler", "beta_schedule": "linear"}'
  pasted(config)
  pasted('no levels at all')
  expect(asked).toEqual([config, 'no levels at all'])
  expect(sheet.drafts).toHaveLength(2)
})

it('reads a dropped array of NumPy, and refuses one of pictures', async () => {
  const { sheet, said, drop } = open()
  const dropped = (bytes: Uint8Array<ArrayBuffer>) =>
    drop({
      preventDefault() {},
      dataTransfer: { files: [new File([bytes], 'levels.npy')], getData: () => '' },
    } as never)
  await dropped(npyOf(Float64Array.of(9, 1 / 3), [2]))
  expect(active(sheet)).toEqual([9, 1 / 3])
  await dropped(npyOf(Uint8Array.of(1, 2), [2]))
  expect(said.at(-1)).toContain('save a float64 array')
})
