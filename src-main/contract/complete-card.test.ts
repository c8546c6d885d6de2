import { describe, expect, it } from 'vitest'
import { cardDraft, completeCard, demandCard } from './complete-card.ts'

const told = {
  input: 'x',
  output: 'y',
  layout: 'nchw',
  shape: { height: 32, width: 32, channels: 3 },
  time: { input: 't' },
}
const said = {
  parametrisation: 'eps',
  process: { name: 'vp', betas: 'linear' },
  data_range: [-1, 1],
  time: { kind: 'timestep' },
}

describe('a card out of what was given and what the file tells', () => {
  it('is whole where both together say all, defaults filled in', () => {
    expect(completeCard(said, told, 'Card').card).toMatchObject({
      parametrisation: 'eps',
      process: {
        name: 'vp',
        betas: 'linear',
        betaStart: 1e-4,
        betaEnd: 0.02,
        timesteps: 1000,
        interpolation: 'nearest',
      },
      dataRange: [-1, 1],
      time: { input: 't', kind: 'timestep', scale: 1 },
      bounded: true,
    })
  })

  it('names every field that neither says, with its choices', () => {
    const { missing } = completeCard({}, told, 'Card')
    expect(missing.map(({ field }) => field)).toEqual(['parametrisation', 'process', 'data_range', 'time.kind'])
    expect(() => demandCard({}, told, 'net.onnx')).toThrow(
      'net.onnx does not say parametrisation (eps, v, x0, score, edm); process ({name: ve}, {name: vp, betas: ...} or {name: flow}); data_range ([-1, 1] or [0, 1]); time.kind (sigma, log-sigma/4, timestep, t).',
    )
    expect(completeCard({ ...said, process: { name: 'vp' } }, told, 'Card').missing).toEqual([
      { field: 'process.betas', choices: 'linear, scaled-linear, cosine, sigmoid' },
    ])
    const edm = { ...said, parametrisation: 'edm', process: { name: 've' }, time: { kind: 'sigma' } }
    expect(completeCard(edm, told, 'Card').missing).toEqual([
      { field: 'sigma_data', choices: 'a number, 0.5 in the paper' },
    ])
    const { data_range: _, ...less } = edm
    expect(completeCard(less, told, 'Card').missing.map(({ field }) => field)).toEqual(['data_range', 'sigma_data'])
  })

  it('prefers what was given to what was guessed', () => {
    expect(completeCard({ ...said, input: 'images' }, told, 'Card').card?.input).toBe('images')
  })

  const wrong: [string, object, RegExp][] = [
    ['a word that is none', { ...said, parametrisation: 'noise' }, /parametrisation: invalid option/],
    ['a field that is none', { ...said, parameterisation: 'eps' }, /there is no field parameterisation. Did you mean parametrisation\?/],
    ['EDM on another process', { ...said, parametrisation: 'edm', sigma_data: 0.5 }, /process.name: must be ve for an EDM network/],
    ['timesteps without a table', { ...said, process: { name: 'flow' } }, /time.kind: only a vp process has a table/],
    ['t of ve without its ends', { ...said, process: { name: 've' }, time: { kind: 't' } }, /does not say process.sigma_max/],
    ['ends of ve the wrong way round', { ...said, process: { name: 've', sigma_max: 1, sigma_min: 2 }, time: { kind: 't' } }, /process.sigma_max: t in \[0, 1\]/],
    ['a sigma of 0', { ...said, process: { name: 've', sigma_max: 0 } }, /process.sigma_max: /],
  ] // prettier-ignore
  it.each(wrong)('refuses %s, saying what would be right', (_, card, message) => {
    expect(() => demandCard(card as never, told, 'net.onnx')).toThrow(message)
  })
})

it('lets plain values of known fields through the gate, and nothing else', () => {
  expect(cardDraft.safeParse(said).success).toBe(true)
  const cyclic: Record<string, unknown> = {}
  cyclic.time = cyclic
  for (const bad of [
    { extra: 1 },
    { input: () => 1 },
    { time: { kind: { deep: 1 } } },
    { input: 'x'.repeat(5000) },
    cyclic,
  ])
    expect(cardDraft.safeParse(bad).success).toBe(false)
})
