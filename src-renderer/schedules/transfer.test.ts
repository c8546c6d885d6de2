import { expect, it } from 'vitest'
import { specOf, sequenceOf, type Draft, type Shape } from '../shape/draft.ts'
import { scheduleSpec } from '#contract/schedule.ts'
import { FAMILY_NAMES, parametersFor } from './families.ts'
import { exportText, EXPORT_FORMATS, importText, snippetText } from './transfer.ts'

const draft = (shape: Shape): Draft => ({
  id: 'a',
  name: 'mine',
  shape,
  dataRange: [-1, 1],
  slot: 0,
  savedId: null,
  savedShape: null,
})
const levels = (shape: Shape) => {
  const sequence = sequenceOf(shape)
  return sequence.ok ? [...sequence.sigmas] : []
}

it('gives back every bit of a thousand random curves in every format, with and without the final 0', () => {
  let seed = 7
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  for (let trial = 0; trial < 1000; trial++) {
    let sigma = 10 ** (6 * random() - 2)
    const sigmas = Array.from(
      { length: 2 + Math.floor(20 * random()) },
      () => (sigma *= 1 - random() ** 3 * 0.9 - 1e-9),
    )
    for (const { value: format } of EXPORT_FORMATS) {
      const back = importText(exportText(draft({ kind: 'list', sigmas }), format, trial % 2 === 0))
      expect(levels(back.shape)).toEqual(sigmas)
      if (format === 'json') expect(back).toMatchObject({ name: 'mine', dataRange: [-1, 1] })
    }
  }
})

it.each(FAMILY_NAMES)('exports %s with what it is made from', (family) => {
  const shape: Shape = { kind: 'family', family, parameters: parametersFor(family, {}, [0, 1]) }
  const file = JSON.parse(exportText(draft(shape), 'json', false))
  expect(file).toMatchObject({
    order: 'falling',
    terminal_zero: false,
    parameterisation: 'sigma',
    parameters: { family },
  })
  // The family comes back with its parameters, not as a list.
  expect(importText(JSON.stringify(file))).toMatchObject({ name: 'mine', dataRange: [-1, 1], shape })
  // As it is saved and sent to a sampler.
  expect(scheduleSpec.parse(specOf({ name: 'mine', shape, dataRange: [0, 1] })).family).toBe(family)
})

it('keeps the knots of a drawn curve through a file, and takes a list that was changed in the file as it is', () => {
  const shape: Shape = {
    kind: 'drawn',
    levels: 7,
    knots: [
      { u: 0, sigma: 50 },
      { u: 0.3, sigma: 2 },
      { u: 1, sigma: 0.01 },
    ],
  }
  const text = exportText(draft(shape), 'json', true)
  expect(importText(text).shape).toEqual(shape)
  const file = JSON.parse(text) as { sigmas: number[] }
  const changed = importText(JSON.stringify({ ...file, sigmas: file.sigmas.with(0, 51) }))
  expect(changed.shape).toMatchObject({ kind: 'list', sigmas: [51, ...file.sigmas.slice(1, -1)] })
  expect(changed.note).toContain('not what drawn gives with its parameters; the list is taken')
})

it('turns a rising list round, leaves out a final 0, and says so', () => {
  expect(importText('0\n0.1\n1\n20')).toMatchObject({
    shape: { sigmas: [20, 1, 0.1] },
    note: '3 levels, 3 steps: turned round, largest first; the final 0 is left to the sampler.',
  })
})

it.each(['', '[1, 1]', '[3, 5, 1]', 'one two', '[1, NaN]', '{"version": 1}', '{', '[2, 1] and more', '[1e999, 1]'])(
  'refuses %j in a sentence',
  (text) => {
    expect(() => importText(text)).toThrow(/\.$/)
  },
)

it('takes a scheduler’s configuration with what it asks for, a single level, and keeps bad input out', () => {
  const config = JSON.stringify({
    _class_name: 'EulerDiscreteScheduler',
    beta_schedule: 'scaled_linear',
    beta_start: 0.00085,
    beta_end: 0.012,
    timestep_spacing: 'trailing',
  })
  const { shape, asked, note, dataRange } = importText(config)
  expect(asked.map(({ field }) => field)).toEqual(['levels'])
  expect(shape).toMatchObject({
    kind: 'family',
    family: 'trailing',
    parameters: { levels: 20, table: { name: 'scaled-linear' } },
  })
  expect(note).toContain('20 levels, 20 steps, trailing on scaled-linear.')
  expect(dataRange).toEqual([-1, 1])
  expect(levels(importText(config, { levels: 8 }).shape)).toHaveLength(8)
  expect(levels(importText('[2.5]').shape)).toEqual([2.5])
  expect(() => importText(config, { levels: 5000 })).toThrow('levels = 5000 is above the 1000 timesteps of the table')
})

it('takes a grid back as the text of its program', () => {
  const { shape } = importText('Steps: 10, Schedule type: Karras', { table: 'scaled-linear' })
  expect(snippetText(draft(shape), 'diffusers')).toContain('use_karras_sigmas=True')
  expect(snippetText(draft(shape), 'a1111')).toContain('Schedule type: Karras')
  expect(snippetText(draft({ kind: 'list', sigmas: [3, 1] }), 'comfyui')).toBe('3, 1, 0')
})
