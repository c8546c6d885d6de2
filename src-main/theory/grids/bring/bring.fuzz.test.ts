/** Seeded mutations of what schedules are brought as: each becomes levels or is refused in a sentence. ANNEAL_FUZZ sets how many. */
import { it } from 'vitest'
import { parseSchedule } from '#contract/parse.ts'
import { toCamel } from '#contract/casing.ts'
import { fuzz, ROUNDS } from '../../noise/testing/fuzz.ts'
import { scheduleLevels } from '../schedule-levels.ts'
import { bring } from './bring.ts'
import { answered } from './brought.ts'

const TEXTS = {
  diffusers:
    '{"_class_name": "DPMSolverMultistepScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000, "timestep_spacing": "linspace", "use_karras_sigmas": true}',
  AUTOMATIC1111: 'Steps: 20, Sampler: DPM++ 2M, Schedule type: SGM Uniform, CFG scale: 7, Seed: 1, Schedule rho: 5',
  EDM: 'python generate.py --steps=18 --rho=5 --disc=iddpm --C_1=0.001',
  list: 'tensor([14.6146, 5.0, 0.0292, 0.0000], device="cuda:0")',
}

it.each(Object.entries(TEXTS))('%s', { timeout: 60_000 + 20 * ROUNDS }, (_, text) =>
  fuzz(
    new TextEncoder().encode(text),
    (bytes) => {
      const brought = bring(new TextDecoder().decode(bytes))
      const answers = Object.fromEntries(brought.asked.map(({ field, example }) => [field, example]))
      scheduleLevels(toCamel(parseSchedule(answered(brought, answers))))
    },
    { refused: 1 / 20, megabytes: 768 },
  ),
)
