import { expect, it } from 'vitest'
import { judgementOf, mendedBy } from '../../judging/diagnosis.ts'
import { askedScoreOf, subjectOf } from './draft-judgement.ts'
import { RunDraft } from './run-draft.svelte.ts'

const config = {
  kind: 'sample' as const,
  network: 'mnist-unet',
  schedule: { family: 'linear' as const, levels: 18, sigma_max: 50, sigma_min: 0.01, data_range: [0, 1] as [0, 1] },
  sampler: { name: 'heun' as const },
}

it('finds fault with linear levels for Heun, and a fix that goes into the draft', () => {
  const subject = subjectOf(config, null)!
  const { findings } = judgementOf(subject.draft, subject.sampler, null)
  const serious = findings.find(({ fix, level }) => fix && level !== 'note')!
  expect(serious).toBeDefined()
  const draft = new RunDraft()
  draft.load(config)
  draft.set(['schedule'], subject.specWith(mendedBy(subject.draft.shape, serious)!.shape!))
  expect(draft.fault).toBeNull()
  expect(draft.at(['schedule', 'family'])).not.toBe('linear')
  expect(draft.at(['schedule', 'data_range'])).toEqual([0, 1])
})

it('knows whose score is asked about, and leaves times of a process alone', () => {
  expect(askedScoreOf(config)).toEqual({ network: 'mnist-unet' })
  expect(askedScoreOf({ ...config, network: undefined })).toBeNull()
  const process = { family: 'process' as const, process: { family: 'edm' as const }, levels: 5 }
  expect(subjectOf({ ...config, schedule: process as never }, null)).toBeNull()
})
