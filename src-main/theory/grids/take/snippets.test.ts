/** What is taken back gives the same levels in its own program: run in Python where ANNEAL_PYTHON has diffusers and k-diffusion, as text everywhere. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parseSchedule } from '#contract/parse.ts'
import { toCamel } from '#contract/casing.ts'
import { bring } from '../bring/bring.ts'
import { resolveLevels, type ScheduleSpec } from '../sequences.ts'
import { snippetFor } from './snippets.ts'

const spec = (given: object) => toCamel(parseSchedule(given)) as ScheduleSpec
const SD = 'scaled-linear'
const GIVEN: object[] = [
  ...[
    'linspace',
    'trailing',
    'normal',
    'simple',
    'sgm-uniform',
    'ddim-uniform',
    'beta',
    'beta-sigma',
    'karras',
    'kl-optimal',
  ].map((family) => ({ family, table: SD, levels: 12 })),
  { family: 'leading', table: SD, offset: 1, levels: 12 },
  { family: 'leading', table: SD, spare: 1, levels: 12 },
  { family: 'linspace', table: { name: SD, interpolation: 'nearest' }, spare: 1, levels: 12 },
  { family: 'exponential', table: 'cosine', levels: 12 },
  { family: 'trailing', table: 'sigmoid', levels: 12 },
  { family: 'karras', sigma_max: 80, sigma_min: 0.002, levels: 12 },
  { family: 'polyexponential', sigma_max: 80, sigma_min: 0.002, rho: 2, levels: 12 },
  { family: 'align-your-steps', table: SD, levels: 10 },
  { family: 'flow', shift: 3, levels: 12 },
  { family: 'linear-quadratic', levels: 12 },
  { family: 'simple', table: SD, levels: 1 },
  { family: 'list', sigmas: [14.6, 3, 0.5] },
]
const cases = GIVEN.map((given) => [JSON.stringify(given), spec(given)] as const)

describe('a snippet', () => {
  it('names the grid where the program has it, else its levels', () => {
    const written = snippetFor('diffusers', spec({ family: 'trailing', table: SD, levels: 20 }), { name: 'mine' })!
    expect(written.split('\n\n# A pipeline')[0]).toBe(
      [
        '# mine: 20 levels, largest first, then 0.',
        'import torch',
        'from diffusers import EulerDiscreteScheduler',
        '',
        'scheduler = EulerDiscreteScheduler(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", timestep_spacing="trailing")',
        'scheduler.set_timesteps(20)',
      ].join('\n'),
    )
    expect(
      snippetFor('k-diffusion', spec({ family: 'karras', sigma_max: 80, sigma_min: 0.002, levels: 18 })),
    ).toContain('get_sigmas_karras(n=18, sigma_min=0.002, sigma_max=80, rho=7)')
    expect(snippetFor('comfyui', spec({ family: 'flow', levels: 4 }))).toBe('1, 0.75, 0.5, 0.25, 0')
    expect(snippetFor('a1111', spec({ family: 'flow', levels: 4 }))).toBeNull()
  })

  it('doubles sigma of data in [0, 1] and says so, keeps a table and a hostile name as they are', () => {
    const karras = { family: 'karras', sigma_max: 40, sigma_min: 0.001, levels: 18 }
    const doubled = snippetFor('k-diffusion', spec({ ...karras, data_range: [0, 1] }))
    expect(doubled).toContain('sigma_min=0.002, sigma_max=80')
    expect(doubled).toContain('sigma is 2 times that of the schedule')
    expect(snippetFor('k-diffusion', spec({ ...karras, data_range: [-1, 1] }))).toContain('sigma_max=40')
    expect(snippetFor('comfyui', spec({ family: 'list', sigmas: [3, 1], data_range: [0, 1] }))).toBe('6, 2, 0')
    const onTable = { family: 'trailing', table: SD, levels: 20 }
    expect(snippetFor('diffusers', spec({ ...onTable, data_range: [0, 1] }))).not.toContain('2 times')
    const text = snippetFor('k-diffusion', spec(karras), { name: 'x\nimport os', sampler: 'langevin' })!
    expect(text.split('\n').filter((line) => line.startsWith('import'))).toEqual(['import torch'])
    expect(text).toContain("no sampler like langevin; Heun's method")
  })

  it.each(cases)('for AUTOMATIC1111 and ComfyUI reads back as %s', (_, given) => {
    const { sigmas, times } = resolveLevels(given)
    const comfy = bring(snippetFor('comfyui', given)!)
    expect(comfy.spec.sigmas).toEqual([...(times ?? sigmas)])
    const settings = snippetFor('a1111', given)
    if (settings) expect(bring(settings).spec).toMatchObject({ family: given.family, levels: sigmas.length })
  })
})

/**
 * Runs every snippet in one process, on the exact network of data N(0, S^2): prints the levels that each made, and by how much its loop
 * multiplied the noise that it began with.
 */
function runAll(program: 'diffusers' | 'k-diffusion'): { sigmas: number[]; gain: number }[] {
  const code = cases.map(([, given]) => snippetFor(program, given, { sampler: 'heun' }))
  const script = `
import json, sys, os, types, importlib.util
import torch
if ${program === 'k-diffusion' ? 'True' : 'False'}:
    # Its __init__ asks for packages that only training needs.
    root = os.path.dirname(importlib.util.find_spec("k_diffusion").origin)
    package = types.ModuleType("k_diffusion"); package.__path__ = [root]; sys.modules["k_diffusion"] = package
    utils = types.ModuleType("k_diffusion.utils"); sys.modules["k_diffusion.utils"] = package.utils = utils
    utils.append_dims = lambda x, n: x[(...,) + (None,) * (n - x.ndim)]
S = ${DATA_SD}
out = []
for code in json.load(sys.stdin):
    first = []
    names = {"shape": (4,), "device": "cpu", "model": lambda x, sigma: (first.append(x), x * S**2 / (S**2 + sigma**2))[1]}
    def unet(given, t):
        scheduler = names["scheduler"]
        if "Flow" in type(scheduler).__name__:
            s = scheduler.sigmas[scheduler.step_index or 0]
            first.append(given)
            # x = (1 - s) data + s noise: E[noise - data | x].
            return types.SimpleNamespace(sample=given * (s - (1 - s) * S**2) / ((1 - s)**2 * S**2 + s**2))
        if not first:
            first.append(given * (scheduler.sigmas[0]**2 + 1)**0.5 if "Euler" in type(scheduler).__name__ else given)
        sigma = scheduler.sigmas[scheduler.step_index or 0].double()
        x = given * (sigma**2 + 1)**0.5
        return types.SimpleNamespace(sample=(x * sigma / (S**2 + sigma**2)).to(given.dtype))
    names["unet"] = unet
    exec(code, names)
    sigmas = names["scheduler"].sigmas if "scheduler" in names else names["sigmas"]
    out.append({"sigmas": [float(v) for v in sigmas], "gain": float((names["x"] / first[0]).mean())})
print(json.dumps(out))`
  const printed = execFileSync(process.env.ANNEAL_PYTHON!, ['-c', script], {
    input: JSON.stringify(code),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return JSON.parse(printed) as { sigmas: number[]; gain: number }[]
}

const DATA_SD = 0.5
/** Euler's product for data N(0, S^2): each step multiplies x by 1 + (next - sigma) sigma / (sigma^2 + S^2). */
const eulerGain = (sigmas: readonly number[]) =>
  sigmas.slice(0, -1).reduce((gain, s, i) => gain * (1 + ((sigmas[i + 1] - s) * s) / (s * s + DATA_SD ** 2)), 1)
/** Heun's, Euler's to 0: half of the slope at either end. */
const heunGain = (sigmas: readonly number[]) =>
  sigmas.slice(0, -1).reduce((gain, s, i) => {
    const [next, slope] = [sigmas[i + 1], s / (s * s + DATA_SD ** 2)]
    const euler = 1 + (next - s) * slope
    const mean = (slope + (euler * next) / (next * next + DATA_SD ** 2)) / 2
    return gain * (next === 0 ? euler : 1 + (next - s) * mean)
  }, 1)

if (!process.env.ANNEAL_PYTHON)
  console.warn('Snippets were NOT run in diffusers and k-diffusion: set ANNEAL_PYTHON to a Python that has both.')
describe.skipIf(!process.env.ANNEAL_PYTHON)('run in its own program', () => {
  it.each(['diffusers', 'k-diffusion'] as const)(
    '%s stops at the same levels, then 0, and samples along them',
    (program) => {
      for (const [i, { sigmas: printed, gain }] of runAll(program).entries()) {
        const [what, given] = cases[i]
        const { sigmas, times } = resolveLevels(given)
        const known = program === 'diffusers' ? (times ?? sigmas) : sigmas
        expect(printed, what).toHaveLength(known.length + 1)
        expect(printed.at(-1)).toBe(0)
        // float32, and float32 tables whose clean end has four digits.
        known.forEach((sigma, k) => expect(Math.abs(printed[k] / sigma - 1), `${what}, level ${k}`).toBeLessThan(5e-4))
        const isEuler = snippetFor(program, given)!.includes('EulerDiscreteScheduler(') && !times
        if (program === 'k-diffusion') expect(gain / heunGain(printed), what).toBeCloseTo(1, 3)
        else if (isEuler) expect(gain / eulerGain(printed), what).toBeCloseTo(1, 3)
        else expect(Number.isFinite(gain), what).toBe(true)
      }
    },
    300_000,
  )
})
