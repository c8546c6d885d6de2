/** What stands around the levels in Python: whose they are, and the loop that samples along them. */
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'

/** `# karras: 18 levels, then 0; ...` A name is the user's own and may hold anything: it stays on its line. */
export const head = (name: string | undefined, levels: number, factor: number): string[] => [
  `# ${(name ?? 'schedule').replace(/\s+/g, ' ')}: ${levels} levels, largest first, then 0.`,
  ...(factor === 1 ? [] : [`# Data are in [-1, 1] here: sigma is ${factor} times that of the schedule.`]),
]

/** diffusers' own loop. A pipeline that is called sets its timesteps anew, and with them what set_timesteps did above. */
export const diffusersLoop = (isFlow: boolean): string[] => [
  '# A pipeline that is called sets its timesteps anew, unless it takes sigmas=...; this loop keeps them.',
  '# unet, shape and device are yours.',
  `x = torch.randn(shape, device=device)${isFlow ? '' : ' * scheduler.init_noise_sigma'}`,
  'for t in scheduler.timesteps:',
  `    given = ${isFlow ? 'x' : 'scheduler.scale_model_input(x, t)'}`,
  '    with torch.no_grad():',
  '        out = unet(given, t).sample',
  '    x = scheduler.step(out, t, x).prev_sample',
]

/** A sampler of k-diffusion that is ours, or Heun's method, which takes any list. */
export function kDiffusionLoop(sampler: string | undefined): string[] {
  const known = SAMPLER_ROWS.find(({ name }) => name === sampler)?.kDiffusion
  return [
    ...(sampler === undefined || known
      ? []
      : [`# k-diffusion has no sampler like ${sampler}; Heun's method takes any list.`]),
    '# model (a denoiser), shape and device are yours.',
    'sigmas = sigmas.to(device)',
    'x = torch.randn(shape, device=device) * sigmas[0]',
    `x = sampling.${known ?? 'sample_heun'}(model, x, sigmas)`,
  ]
}
