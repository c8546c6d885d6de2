import { expect, it } from 'vitest'
import { CardForm } from './card-form.svelte.ts'

const told = {
  input: 'x',
  output: 'y',
  layout: 'nchw',
  shape: { height: 8, width: 8, channels: 1 },
  time: { input: 't' },
}
const missing = (form: CardForm) => form.missing.map(({ field }) => field)

it('asks for what the file does not say, and for no more once it is chosen', () => {
  const form = new CardForm()
  form.guessed = told
  expect(missing(form)).toEqual(['parametrisation', 'process', 'data_range', 'time.kind'])
  form.set('parametrisation', 'edm')
  form.set('process.name', 've')
  form.set('data_range', '[-1, 1]')
  form.set('time.kind', 'log-sigma/4')
  expect(missing(form)).toEqual(['sigma_data'])
  form.set('sigma_data', '0.5')
  expect(missing(form)).toEqual([])
  expect(form.wrong).toBeNull()
  expect(form.given).toEqual({
    parametrisation: 'edm',
    process: { name: 've' },
    data_range: [-1, 1],
    time: { input: 't', kind: 'log-sigma/4' },
    sigma_data: 0.5,
  })
})

it('asks for the betas of a table, forgets them with the table, and says what does not go together', () => {
  const form = new CardForm()
  form.guessed = { ...told, parametrisation: 'eps', data_range: [0, 1], time: { input: 't', kind: 'timestep' } }
  form.set('process.name', 'vp')
  expect(missing(form)).toEqual(['process.betas'])
  form.set('process.betas', 'cosine')
  form.set('process.timesteps', '50')
  expect(form.given.process).toEqual({ name: 'vp', betas: 'cosine', timesteps: 50 })
  form.set('process.name', 'flow')
  expect(form.given.process).toEqual({ name: 'flow' })
  expect(form.wrong?.message).toContain('time.kind: only a vp process has a table')
})

it('keeps what the file said of a shape beside what is changed, and goes back to the file where a field is emptied', () => {
  const form = new CardForm()
  form.guessed = told
  form.set('shape.height', '16')
  expect(form.given.shape).toEqual({ height: 16, width: 8, channels: 1 })
  form.set('sigma_data', '1')
  form.set('sigma_data', '')
  expect('sigma_data' in form.given).toBe(false)
  expect(form.text('shape.width')).toBe('8')
  expect(form.isTold('layout')).toBe(true)
  expect(form.isTold('shape.height')).toBe(false)
})
