/** What a network from elsewhere is, in words that its file does not hold: how its answer, its noise level and its pixels are meant. */
import { z } from 'zod'
import type { Camel } from './casing.ts'
import { dataRange } from './schedule.ts'

export const PARAMETRISATIONS = ['eps', 'v', 'x0', 'score', 'edm'] as const
export type Parametrisation = (typeof PARAMETRISATIONS)[number]
export const BETAS = ['linear', 'scaled-linear', 'cosine', 'sigmoid'] as const
export const INTERPOLATIONS = ['nearest', 'linear'] as const
export const TIME_KINDS = ['sigma', 'log-sigma/4', 'timestep', 't'] as const
export type TimeKind = (typeof TIME_KINDS)[number]

const positive = z.number().positive()
const port = z.string().min(1).max(200)
const size = z.number().int().positive().max(4096)

const process = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('ve').describe('x_t = x0 + sigma z'),
    sigma_max: positive.optional().describe('Largest sigma it was trained at'),
    sigma_min: positive.optional().describe('Smallest'),
  }),
  z.strictObject({
    name: z.literal('vp').describe('x_t = sqrt(abar_t) x0 + sqrt(1 - abar_t) z over a table of timesteps'),
    betas: z.enum(BETAS).describe('How beta rises with the timestep'),
    beta_start: positive.lt(1).default(1e-4).describe('First beta (all but cosine)'),
    beta_end: positive.lt(1).default(0.02).describe('Last beta (all but cosine)'),
    timesteps: z.number().int().min(2).max(100_000).default(1000),
    zero_terminal_snr: z
      .boolean()
      .optional()
      .describe(
        'Whether betas were rescaled so that the last timestep has no signal (Lin et al. 2023): sigma 4096 here',
      ),
    interpolation: z
      .enum(INTERPOLATIONS)
      .default('nearest')
      .describe(
        'The timestep of a sigma that the table lacks: the nearest in log sigma, or a broken line in log sigma',
      ),
  }),
  z.strictObject({
    name: z.literal('flow').describe('Rectified flow: x_t = (1 - t) x0 + t z'),
    data_at: z
      .union([z.literal(0), z.literal(1)])
      .default(0)
      .describe('The t at which the data are; 1 turns t round'),
  }),
])

export const networkCard = z
  .strictObject({
    name: z.string().min(1).max(120).optional(),
    parametrisation: z
      .enum(PARAMETRISATIONS)
      .describe(
        'What it answers: eps (the noise), v (alpha eps - sigma x0; of a flow its velocity), x0, score, edm (F of EDM, or the denoiser around it)',
      ),
    form: z
      .enum(['network', 'denoiser'])
      .default('network')
      .describe('Of edm: F, to be put into c_skip x + c_out F(c_in x), or the whole denoiser'),
    sigma_data: positive
      .optional()
      .describe('Of edm: the data standard deviation that its preconditioning was made with'),
    process,
    data_range: dataRange,
    bounded: z
      .boolean()
      .default(true)
      .describe('Whether its samples are clamped to data_range; not so for points of a law'),
    time: z
      .strictObject({
        input: port.default('t'),
        kind: z.enum(TIME_KINDS),
        scale: z.number().default(1).describe('What the number is multiplied by before it goes in'),
      })
      .describe('How it is told the noise level'),
    shape: z.strictObject({ height: size, width: size, channels: size }),
    layout: z.enum(['nchw', 'nhwc']).default('nchw'),
    input: port.default('x'),
    output: port.default('y'),
    licence: z.string().max(4000).optional(),
    source: z.string().max(4000).optional(),
  })
  .superRefine((card, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const { parametrisation, form, process, time, sigma_data } = card
    if (parametrisation === 'edm' && process.name !== 've')
      refuse(['process', 'name'], 'must be ve for an EDM network; or give another parametrisation')
    if (parametrisation === 'edm' && form === 'network' && sigma_data === undefined)
      refuse(['sigma_data'], 'an EDM network needs the sigma_data of its preconditioning (0.5 in the paper)')
    if (process.name === 'vp' && process.zero_terminal_snr && parametrisation === 'eps')
      refuse(
        ['process', 'zero_terminal_snr'],
        'must be false of an eps network: where no signal is left it says nothing of the picture, x0 = (x - sigma eps)/alpha divides by 0, which v (x0 = -v there) and x0 do not. Give one of these as parametrisation, or false',
      )
    if (time.kind === 'timestep' && process.name !== 'vp')
      refuse(['time', 'kind'], 'only a vp process has a table of timesteps: use sigma, log-sigma/4 or t')
    if (time.kind === 't' && process.name === 've' && !(process.sigma_max! > process.sigma_min!))
      refuse(
        ['process', 'sigma_max'],
        't in [0, 1] of a ve process is ln(sigma/sigma_min)/ln(sigma_max/sigma_min): give both',
      )
  })

export type NetworkCardInput = z.input<typeof networkCard>
export type NetworkCardConfig = z.output<typeof networkCard>
/** The same in code's own spelling. */
export type NetworkCard = Camel<NetworkCardConfig>
export type CardProcess = NetworkCard['process']

/** What each field may be that a file cannot say, for whoever is asked. */
export const CARD_CHOICES: Readonly<Record<string, string>> = {
  parametrisation: PARAMETRISATIONS.join(', '),
  sigma_data: 'a number, 0.5 in the paper',
  process: '{name: ve}, {name: vp, betas: ...} or {name: flow}',
  'process.name': 've, vp, flow',
  'process.betas': BETAS.join(', '),
  'process.zero_terminal_snr': 'true, false',
  'process.sigma_max': 'the largest sigma it was trained at, with sigma_min',
  data_range: '[-1, 1] or [0, 1]',
  time: `{kind: ${TIME_KINDS.join(' | ')}}`,
  'time.kind': TIME_KINDS.join(', '),
  shape: '{height, width, channels}',
  layout: 'nchw, nhwc',
  input: 'the name of the input that takes the images',
  output: 'the name of the output',
  'time.input': 'the name of the input that takes the noise level',
}

export const EXAMPLE_CARD: NetworkCardInput = {
  name: 'ddpm-cifar10',
  parametrisation: 'eps',
  process: { name: 'vp', betas: 'linear', beta_start: 1e-4, beta_end: 0.02, timesteps: 1000 },
  data_range: [-1, 1],
  time: { input: 'timestep', kind: 'timestep' },
  shape: { height: 32, width: 32, channels: 3 },
  layout: 'nchw',
  input: 'sample',
  output: 'out_sample',
  licence: 'Apache-2.0',
}
