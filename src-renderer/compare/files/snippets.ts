/** A schedule as code for other programs, which takes the .npy that is saved beside it. Pure. */
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'

export type SnippetTarget = 'k-diffusion' | 'diffusers'
export type Snippet = { name: string; levels: number; dataRange: readonly [number, number]; sampler: string }

/** Both programs take data in [-1, 1]; sigmas of data in [0, 1] are doubled. */
export function snippet(target: SnippetTarget, { name, levels, dataRange, sampler }: Snippet): string {
  const factor = 2 / (dataRange[1] - dataRange[0])
  const scaled = factor === 1 ? '' : ` * ${factor}`
  const range = `[${dataRange.join(', ')}]`
  const head = [
    `# ${name.replace(/\s+/g, ' ')}: ${levels} levels, largest first, no final 0 in the file; sigma in units of data in ${range}.`,
    ...(factor === 1 ? [] : ['# The network here takes data in [-1, 1], so sigma is doubled.']),
    'import numpy as np',
    'import torch',
  ]
  const load = `sigmas = torch.tensor(np.load(${pythonText(`${name}.npy`)})${scaled}, dtype=torch.float32)`
  if (target === 'k-diffusion') {
    const known = SAMPLER_ROWS.find(({ name }) => name === sampler)?.kDiffusion
    return [
      ...head,
      'import k_diffusion as K',
      '',
      load,
      'sigmas = torch.cat([sigmas, sigmas.new_zeros([1])])  # ODE samplers end at 0',
      'x = torch.randn(shape, device=device) * sigmas[0]',
      ...(known ? [] : [`# k-diffusion has no sampler like ${sampler}; Heun's method takes any list.`]),
      `samples = K.sampling.${known ?? 'sample_heun'}(model, x, sigmas.to(device))`,
      '',
    ].join('\n')
  }
  return [
    ...head,
    'from diffusers import EulerDiscreteScheduler',
    '',
    load,
    'scheduler = EulerDiscreteScheduler.from_config(pipe.scheduler.config)',
    '# The last entry is where the sampler ends. Needs a diffusers whose set_timesteps takes sigmas (0.30 and later).',
    'scheduler.set_timesteps(sigmas=[*sigmas.tolist(), 0.0])',
    'pipe.scheduler = scheduler',
    '',
  ].join('\n')
}

/** A Python string: a name is the user's, and may hold anything. */
const pythonText = (text: string): string => JSON.stringify(text)
