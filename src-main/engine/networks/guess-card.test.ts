import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { networkCard } from '#contract/network-card.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OnnxSummary } from '#compute/onnx/inspect.ts'
import { parseUnet2dConfig } from '#contract/unet2d.ts'
import { guessOnnxCard, guessUnet2dCard } from './guess-card.ts'

type Port = OnnxSummary['inputs'][number]
const summary = (inputs: Port[], outputs: Port[], metadata: Record<string, string> = {}): OnnxSummary => ({
  inputs,
  outputs,
  metadata,
  opset: 17,
  domains: [],
  operators: [],
  parameters: 0,
  external: [],
  producer: '',
})
const images = (name: string, dims: (number | null)[], type = 'float32'): Port => ({ name, type, dims })

describe('of an ONNX file', () => {
  it('names, shape and layout are told by its ports', () => {
    const inputs = [images('sample', [null, 3, 32, 32]), { name: 'timestep', type: 'int64', dims: [null] }]
    expect(guessOnnxCard(summary(inputs, [images('out', [null, 3, 32, 32])]))).toEqual({
      input: 'sample',
      output: 'out',
      time: { input: 'timestep', kind: 'timestep' },
      layout: 'nchw',
      shape: { height: 32, width: 32, channels: 3 },
    })
  })

  it('channels last, a level of rank 4, and sigma by its name', () => {
    const inputs = [images('sigma', [null, 1, 1, 1]), images('x', [8, 28, 28, 1])]
    expect(guessOnnxCard(summary(inputs, [images('y', [8, 28, 28, 1])]))).toMatchObject({
      input: 'x',
      time: { input: 'sigma', kind: 'sigma' },
      layout: 'nhwc',
      shape: { height: 28, width: 28, channels: 1 },
    })
  })

  it('what is not told is not guessed: t may be anything, sizes may be open', () => {
    const inputs = [images('x', [null, null, null, null]), { name: 't', type: 'float32', dims: [null] }]
    expect(guessOnnxCard(summary(inputs, [images('y', [null, null, null, null])]))).toEqual({
      input: 'x',
      output: 'y',
      time: { input: 't' },
    })
  })

  it('a card inside is taken whole; a note that is none is none', () => {
    const ports = [images('x', [null, 1, 4, 4]), { name: 't', type: 'float32', dims: [null] }]
    expect(guessOnnxCard(summary(ports, [], { 'anneal.card': '{"parametrisation":"v"}' }))).toEqual({
      parametrisation: 'v',
    })
    expect(guessOnnxCard(summary(ports, [], { 'anneal.card': 'v' }))).toMatchObject({ input: 'x' })
  })
})

describe("of diffusers' files", () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'anneal-diffusers-'))
    for (const name of ['unet', 'scheduler']) mkdirSync(join(folder, name))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const config = (more: object = {}) =>
    parseUnet2dConfig(
      {
        _class_name: 'UNet2DModel',
        sample_size: 32,
        block_out_channels: [32],
        down_block_types: ['DownBlock2D'],
        up_block_types: ['UpBlock2D'],
        ...more,
      },
      'config.json',
    )
  const file = () => join(folder, 'unet', 'diffusion_pytorch_model.safetensors')
  const scheduler = (value: object) =>
    writeFileSync(join(folder, 'scheduler', 'scheduler_config.json'), JSON.stringify(value))

  it('the scheduler beside them says process and parametrisation', () => {
    scheduler({
      _class_name: 'DDPMScheduler',
      beta_schedule: 'linear',
      beta_start: 0.0001,
      beta_end: 0.02,
      num_train_timesteps: 1000,
    })
    expect(guessUnet2dCard(config(), file())).toMatchObject({
      parametrisation: 'eps',
      process: { name: 'vp', betas: 'linear', beta_start: 1e-4, beta_end: 0.02, timesteps: 1000 },
      data_range: [-1, 1],
      time: { kind: 'timestep' },
      shape: { height: 32, width: 32, channels: 3 },
    })
    scheduler({ beta_schedule: 'squaredcos_cap_v2', prediction_type: 'v_prediction', num_train_timesteps: 50 })
    expect(guessUnet2dCard(config(), file())).toMatchObject({
      parametrisation: 'v',
      process: { betas: 'cosine', timesteps: 50 },
    })
  })

  it('betas rescaled to zero terminal SNR are said by the scheduler, and no eps network has them', () => {
    scheduler({ beta_schedule: 'sigmoid', rescale_betas_zero_snr: true, prediction_type: 'v_prediction' })
    const guessed = guessUnet2dCard(config(), file())
    expect(guessed).toMatchObject({ parametrisation: 'v', process: { betas: 'sigmoid', zero_terminal_snr: true } })
    expect(networkCard.parse(guessed)).toMatchObject({ process: { zero_terminal_snr: true } })
    expect(networkCard.safeParse({ ...guessed, parametrisation: 'eps' }).error?.issues[0]).toMatchObject({
      path: ['process', 'zero_terminal_snr'],
      message: expect.stringMatching(/x0 = \(x - sigma eps\)\/alpha divides by 0, which v .* do not/),
    })
  })

  it('a network that embeds sigma is a score of ve', () => {
    scheduler({ _class_name: 'ScoreSdeVeScheduler', sigma_max: 1348, sigma_min: 0.01 })
    expect(guessUnet2dCard(config({ time_embedding_type: 'fourier' }), file())).toMatchObject({
      parametrisation: 'score',
      process: { name: 've', sigma_max: 1348, sigma_min: 0.01 },
      time: { kind: 'sigma' },
    })
  })

  it('without a scheduler the process stays open', () => {
    const alone = guessUnet2dCard(config(), join(folder, 'elsewhere', 'x', 'model.safetensors'))
    expect(alone.process).toBeUndefined()
    expect(alone.parametrisation).toBeUndefined()
  })
})
