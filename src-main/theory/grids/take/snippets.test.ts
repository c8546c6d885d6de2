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
    expect(snippetFor('diffusers', spec({ family: 'trailing', table: SD, levels: 20 }))).toBe(
      [
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

  it.each(cases)('for AUTOMATIC1111 and ComfyUI reads back as %s', (_, given) => {
    const { sigmas, times } = resolveLevels(given)
    const comfy = bring(snippetFor('comfyui', given)!)
    expect(comfy.spec.sigmas).toEqual([...(times ?? sigmas)])
    const settings = snippetFor('a1111', given)
    if (settings) expect(bring(settings).spec).toMatchObject({ family: given.family, levels: sigmas.length })
  })
})

/** Runs every snippet in one process and prints what each made. */
function runAll(program: 'diffusers' | 'k-diffusion'): number[][] {
  const code = cases.map(([, given]) => snippetFor(program, given))
  const script = `
import json, sys, os, types, importlib.util
if ${program === 'k-diffusion' ? 'True' : 'False'}:
    # Its __init__ asks for packages that only training needs.
    root = os.path.dirname(importlib.util.find_spec("k_diffusion").origin)
    package = types.ModuleType("k_diffusion"); package.__path__ = [root]; sys.modules["k_diffusion"] = package
    utils = types.ModuleType("k_diffusion.utils"); sys.modules["k_diffusion.utils"] = package.utils = utils
out = []
for code in json.load(sys.stdin):
    names = {}
    exec(code, names)
    sigmas = names["scheduler"].sigmas if "scheduler" in names else names["sigmas"]
    out.append([float(v) for v in sigmas])
print(json.dumps(out))`
  const printed = execFileSync(process.env.ANNEAL_PYTHON!, ['-c', script], {
    input: JSON.stringify(code),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  return JSON.parse(printed) as number[][]
}

describe.skipIf(!process.env.ANNEAL_PYTHON)('run in its own program', () => {
  it.each(['diffusers', 'k-diffusion'] as const)(
    '%s gives the same levels, then 0',
    (program) => {
      for (const [i, printed] of runAll(program).entries()) {
        const { sigmas, times } = resolveLevels(cases[i][1])
        const known = program === 'diffusers' ? (times ?? sigmas) : sigmas
        expect(printed, cases[i][0]).toHaveLength(known.length + 1)
        expect(printed.at(-1)).toBe(0)
        // float32, and float32 tables whose clean end has four digits.
        known.forEach((sigma, k) =>
          expect(Math.abs(printed[k] / sigma - 1), `${cases[i][0]}, level ${k}`).toBeLessThan(5e-4),
        )
      }
    },
    120_000,
  )
})
