import { describe, expect, it } from 'vitest'
import { runKinds, type RunKind } from '#contract/run-config.ts'
import { formFields, helpOf, type FormField } from './form-fields.ts'
import { RunDraft } from './run-draft.svelte.ts'

describe('the form', () => {
  const KINDS: RunKind[] = ['train', 'train-classifier', 'sample', 'evaluate', 'compare']
  it.each(KINDS)('asks of %s for exactly the fields that the schema knows', (kind) => {
    const option = runKinds.options.find((one) => one.shape.kind.value === kind)!
    expect(['kind', ...formFields(kind).map(({ name }) => name)]).toEqual(Object.keys(option.shape))
  })
  const field = (fields: readonly FormField[], name: string) => fields.find((one) => one.name === name)!

  it('knows ranges, defaults and which fields must be given', () => {
    const training = field(formFields('train'), 'training').control
    if (training.is !== 'object') throw new Error('an object was expected')
    expect(field(training.fields, 'steps')).toMatchObject({
      required: true,
      control: { is: 'number', whole: true, low: 1 },
    })
    expect(field(training.fields, 'batch_size')).toMatchObject({ required: false, fallback: 32 })
  })
  it('offers a sampler by its name, each with its own parameters', () => {
    const { control } = field(formFields('sample'), 'sampler')
    if (control.is !== 'variant') throw new Error('variants were expected')
    expect(control.by).toBe('name')
    expect(control.variants.find(({ name }) => name === 'langevin')?.fields.map(({ name }) => name)).toEqual([
      'eps',
      'inner',
      'convention',
      'denoise',
    ])
  })
})

it('says of many choices what the one that is chosen is', () => {
  const objective = formFields('train').find(({ name }) => name === 'objective')!.control
  if (objective.is !== 'object') throw new Error('an object was expected')
  const { help } = objective.fields.find(({ name }) => name === 'name')!
  expect(helpOf(help, 'soft')).toBe('w/2 |C_t (denoised - x0)|^2, soft score matching')
  expect(helpOf('Mirror half; of the images', true)).toBe('Mirror half; of the images')
})
it('takes a choice that may be left out for none, such as the table of a schedule and a corruption', () => {
  const absent = (kind: RunKind, name: string) => {
    const { control } = formFields(kind).find((one) => one.name === name)!
    return control.is === 'variant' ? control.absent : null
  }
  expect(absent('sample', 'corruption')).toBe('none')
  expect(absent('sample', 'sampler')).toBeUndefined()
  expect(absent('train', 'network')).toBeUndefined()
})

describe('a draft', () => {
  it('begins as a run that can be started, whatever its kind allows', () => {
    const draft = new RunDraft()
    expect(draft.fault).toBeNull()
    draft.setKind('sample')
    expect(draft.fault).toBeNull()
    draft.setKind('evaluate')
    expect(draft.fault?.field).toBe('samples')
  })

  it('writes a field into the text and leaves the comments of the user where they are', () => {
    const draft = new RunDraft()
    draft.text = '# for the paper\nkind: train\ntraining:\n  steps: 10 # enough\n'
    draft.set(['training', 'batch_size'], 8)
    draft.set(['network', 'base'], 8)
    expect(draft.text).toBe(
      '# for the paper\nkind: train\ntraining:\n  steps: 10 # enough\n  batch_size: 8\nnetwork:\n  base: 8\n',
    )
    draft.set(['network', 'base'], undefined)
    expect(draft.text).not.toContain('network')
    expect(draft.at(['training', 'steps'])).toBe(10)
  })

  it('reads what is typed, and says in which line the text is no YAML', () => {
    const draft = new RunDraft()
    draft.text = 'kind: sample\nschedule: {family: geometric, levels: 5, sigma_max: 1, sigma_min: 0.1}\n'
    expect([draft.kind, draft.at(['schedule', 'levels']), draft.fault]).toEqual(['sample', 5, null])
    draft.text = 'kind: sample\nschedule: {family: [\n'
    expect(draft.fault?.message).toMatch(/^Line [23]: /)
    expect(draft.config).toBeNull()
  })

  it('puts a refusal at its field: by the schema, or by main until the text changes', () => {
    const draft = new RunDraft()
    draft.set(['training', 'steps'], -1)
    expect(draft.faultAt(['training', 'steps'])).toMatch(/training\.steps/)
    expect(draft.faultAt(['training'])).toBeNull()
    draft.set(['training', 'steps'], 3)
    draft.refuse({ code: 'not-found', field: 'dataset.name', message: 'There is no dataset x.' })
    expect(draft.faultAt(['dataset', 'name'])).toBe('There is no dataset x.')
    expect(draft.config).not.toBeNull()
    draft.set(['dataset', 'name'], 'rings')
    expect(draft.fault).toBeNull()
  })

  it('is not led astray by anchors that multiply', () => {
    const draft = new RunDraft()
    const bomb = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`)
    draft.text = `a0: &a0 [x]\n${bomb.join('\n')}\n`
    expect(draft.fault).not.toBeNull()
  })
})

it('takes a list where one number belongs as a sweep, whose first run it describes', () => {
  const draft = new RunDraft()
  draft.setKind('sample')
  draft.set(['schedule', 'sigma_max'], '1, 5, 20')
  expect(draft.varied).toEqual([{ path: 'schedule.sigma_max', text: '1, 5, 20' }])
  expect(draft.fault).toBeNull()
  expect(draft.config).toMatchObject({ kind: 'sample', schedule: { sigma_max: 1 } })
  draft.set(['schedule', 'sigma_max'], '1 to 20')
  expect(draft.varied).toEqual([])
  expect(draft.fault?.field).toBe('schedule.sigma_max')
})

it('says how the words of the field were read, in the text as it stands', () => {
  const draft = new RunDraft()
  draft.text =
    'kind: sample\nnetwork: mnist-unet\nschedule: { family: geometric, levels: 9, sigma_begin: 5, sigma_end: 0.1 }\n'
  expect(draft.fault).toBeNull()
  expect(draft.said.join(' ')).toMatch(/sigma_begin .*is sigma_max here\. sigma_end .*is sigma_min here\./)
  draft.text = draft.text.replace('sigma_begin', 'sigma_max').replace('sigma_end', 'sigma_min')
  expect(draft.said).toEqual([])
})
