/** Configurations as they have always been read, by the hash of what is read: runs and schedules on disk depend on it. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { scheduleHash } from '#history/schedule-store.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { toCamel } from './casing.ts'
import { runConfig } from './run-config.ts'
import { scheduleSpec } from './schedule.ts'

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
const ends = { levels: 12, sigma_max: 20, sigma_min: 0.01 }
const SAMPLERS = [
  'langevin',
  'euler',
  'heun',
  'reverse-diffusion',
  'ancestral',
  'ddim',
  'predictor-corrector',
  'dpmpp2m',
]

it('reads each sampler, with its defaults, as ever', () => {
  const read = (name: string) =>
    hash(
      runConfig.parse({
        kind: 'sample',
        network: 'mnist-unet',
        schedule: { family: 'karras', ...ends },
        sampler: { name },
      }),
    )
  expect(Object.fromEntries(SAMPLERS.map((name) => [name, read(name)]))).toMatchInlineSnapshot(`
    {
      "ancestral": "b6c18cbcccf620c0",
      "ddim": "f22f6c40481b34be",
      "dpmpp2m": "eb88f051e53b89ee",
      "euler": "27d058602ccefb84",
      "heun": "8ff829872200067c",
      "langevin": "dc407d3b949b11f5",
      "predictor-corrector": "8542d231344c5a04",
      "reverse-diffusion": "891a609e967e071a",
    }
  `)
})

it('reads each schedule, and its levels, as ever', () => {
  const given = [
    ...['geometric', 'exponential', 'linear', 'sigmoid', 'karras', 'polyexponential'].map((family) => ({
      family,
      ...ends,
    })),
    { family: 'cosine', ...ends, sigma_max: 1 },
    { family: 'vp-linear', levels: 12 },
    { family: 'vp-cosine', levels: 12 },
    { family: 'list', sigmas: [3, 2, 0.5] },
  ]
  const read = (input: object) => {
    const spec = scheduleSpec.parse(input)
    return [hash(spec), scheduleHash(scheduleLevels(toCamel(spec)), [-1, 1]).slice(0, 16)]
  }
  expect(Object.fromEntries(given.map((input) => [input.family, read(input)]))).toMatchInlineSnapshot(`
    {
      "cosine": [
        "8f668ded0d139c8b",
        "4491945cd6c38759",
      ],
      "exponential": [
        "cd8236754de88c6f",
        "f341e4112358beee",
      ],
      "geometric": [
        "21b1774255ccab21",
        "f341e4112358beee",
      ],
      "karras": [
        "5c24938cf8a1907b",
        "664d6812546b394c",
      ],
      "linear": [
        "2094b86f8f7d244d",
        "f01b26f2be69e8e2",
      ],
      "list": [
        "360c19f424fd3713",
        "b4a1ed2c202ab097",
      ],
      "polyexponential": [
        "d7e9741825510f16",
        "a89f55f235a71e3d",
      ],
      "sigmoid": [
        "622b83daabf50335",
        "fec09509dcb0acb7",
      ],
      "vp-cosine": [
        "150a9be01cdf9a32",
        "87308dad550275c9",
      ],
      "vp-linear": [
        "d5965cc73cc21e47",
        "71346c367db1ff95",
      ],
    }
  `)
})

it('reads each network and objective, with its defaults, as ever', () => {
  const training = { steps: 10 }
  const read = (network: object, objective: object) =>
    hash(runConfig.parse({ kind: 'train', dataset: { name: 'mnist' }, network, objective, training }))
  const networks = ['unet', 'ncsnv2', 'ncsn', 'mlp'].map((architecture) => [architecture, read({ architecture }, {})])
  const objectives = ['dsm', 'edm', 'sm', 'ssm'].map((name) => [name, read({ architecture: 'mlp' }, { name })])
  const noises = [
    { name: 'log-normal' },
    { name: 'log-uniform', sigma_min: 0.1, sigma_max: 2 },
    { name: 'sequence', sigmas: [2, 1] },
  ].map((noise) => [noise.name, read({ architecture: 'mlp' }, { noise })])
  expect(Object.fromEntries([...networks, ...objectives, ...noises])).toMatchInlineSnapshot(`
    {
      "dsm": "5ca2d75995252571",
      "edm": "41b29f7887495461",
      "log-normal": "41b29f7887495461",
      "log-uniform": "38ff16253e2cd698",
      "mlp": "41b29f7887495461",
      "ncsn": "ed786af201708185",
      "ncsnv2": "1e9d74c130025008",
      "sequence": "7a708bfce1f9afa9",
      "sm": "cf02e55037128ccb",
      "ssm": "5319648397550e54",
      "unet": "3889c7de9b55d766",
    }
  `)
})
