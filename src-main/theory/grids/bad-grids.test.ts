/** What bad input gets: one sentence, with the field and what to do. */
import { describe, expect, it } from 'vitest'
import { parseSchedule } from '#contract/parse.ts'
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { resolveLevels, type ScheduleSpec } from './sequences.ts'

const refusal = (given: object): { field?: string; message: string } => {
  try {
    resolveLevels(toCamel(parseSchedule(given)) as ScheduleSpec)
  } catch (error) {
    if (error instanceof Refusal) return { field: error.field, message: error.message }
    throw error
  }
  return { message: 'taken' }
}
const table = 'scaled-linear'

describe('a grid that cannot be', () => {
  it.each([
    [
      { family: 'trailing', table: { name: 'betas', betas: [0.1, 1, 0.2] }, levels: 2 },
      'betas',
      /Beta 2 is 1, .* Leave that level out\.$/,
    ],
    [{ family: 'trailing', table, levels: 1001 }, 'levels', /above the 1000 timesteps of the table: ask for fewer\.$/],
    [{ family: 'trailing', levels: 10 }, 'table', /table is missing/],
    [{ family: 'trailing', table: 'scaled', levels: 10 }, 'table.name', /must be one of linear, scaled-linear/],
    [
      { family: 'trailing', table: { name: table, zero_terminal_nsr: true }, levels: 10 },
      'table.zero_terminal_nsr',
      /Did you mean/,
    ],
    [
      { family: 'trailing', table: { name: table, beta_end: 0.0001 }, levels: 10 },
      'table.beta_end',
      /beta_end must be above beta_start/,
    ],
    [
      { family: 'trailing', table: { name: 'linear', zero_terminal_snr: true }, levels: 10 },
      'table.terminal',
      /an eps network says nothing of the picture/,
    ],
    [
      {
        family: 'trailing',
        table: { name: 'linear', zero_terminal_snr: true, terminal: 'alpha-bar-2^-24' },
        levels: 1000,
      },
      'levels',
      /lies below the level that follows/,
    ],
    [
      { family: 'leading', table, offset: 1, levels: 1000 },
      'offset',
      /beyond the last of the table, 999: lower offset/,
    ],
    [{ family: 'flow', levels: 10, t_max: 1.2 }, 't_max', /<=1, got 1\.2/],
    [{ family: 'flow', levels: 10, shift: 0 }, 'shift', />0, got 0/],
    [{ family: 'flow', levels: 10, shift: NaN }, 'shift', /got NaN/],
    [{ family: 'flow', levels: 10, shift_by: 'flux' }, 'tokens', /needs tokens/],
    [{ family: 'flow', levels: 10, terminal: 'infinite' }, 'terminal', /t_max below 1/],
    [{ family: 'flow', levels: 10, t_max: 0.5, t_min: 0.6 }, 't_min', /below t_max/],
    [{ family: 'linear-quadratic', levels: 4, linear_steps: 9 }, 'linear_steps', /below the 4 levels/],
    [{ family: 'karras', levels: 10, sigma_max: 80, sigma_min: 0 }, 'sigma_min', /must be above 0 .*append it/],
    [{ family: 'karras', levels: 10 }, 'sigma_max', /or a table whose ends it takes/],
    [{ family: 'list', sigmas: [] }, 'sigmas', /./],
    [{ family: 'list', sigmas: [1, 2, 3] }, 'sigmas', /must fall strictly, largest first/],
  ])('%j', (given, field, message) => {
    const found = refusal(given)
    expect(found.field).toBe(field)
    expect(found.message).toMatch(message)
    expect(found.message).toMatch(/[.?]$/)
  })
})
