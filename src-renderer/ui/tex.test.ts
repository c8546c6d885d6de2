import { renderToString } from 'katex'
import { expect, it } from 'vitest'
import { CURVES_ROWS } from '#axes/corruption-schedules/corruption-schedules.ts'
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { OBJECTIVE_ROWS } from '#axes/objectives/objectives.ts'
import { PROCESS_ROWS } from '#axes/processes/processes.ts'
import { TABLE_ROWS } from '#axes/tables/tables.ts'
import { complexityTable } from '#theory/errors/complexity.ts'
import { texOf } from './tex.ts'

it.each([
  ['sigma = sigma_max^(1-u) sigma_min^u', '\\sigma \\,=\\,\\sigma _{\\max}^{1-u}\\,\\sigma _{\\min}^{u}'],
  ['sqrt(1 - alpha^2)', '\\sqrt{1\\,-\\,\\alpha ^{2}}'],
  ['1/(1 + e^-v)', '1/(1\\,+\\,e^{-v})'],
  ['(a + (b + c)^rho)^(1/rho)', '(a\\,+\\,(b\\,+\\,c)^{\\rho})^{1/\\rho }'],
  ['d^{3/2} log(d/eps)', 'd^{3/2}\\,\\log (d/\\varepsilon )'],
  ['u_(j-1)^2', 'u_{j-1}^{2}'],
  ['0 <= t', '0\\,\\le \\,t'],
  ['beta_i as given', '\\beta _{i}\\ \\text{as}\\ \\text{given}'],
])('%s', (formula, tex) => {
  expect(texOf(formula)).toBe(tex)
})

it('every formula of the program can be set, and no name is left as it is typed', () => {
  const rows: readonly { formula: string }[] = [
    ...GRID_ROWS,
    ...PROCESS_ROWS,
    ...TABLE_ROWS,
    ...CURVES_ROWS,
    ...OBJECTIVE_ROWS,
  ]
  const table = complexityTable().flatMap(({ f, g, formulas }) => [f, g, ...Object.values(formulas)])
  const formulas = [...rows.map(({ formula }) => formula), ...table]
  expect(formulas.length).toBeGreaterThan(60)
  for (const formula of formulas) {
    const set = renderToString(texOf(formula), { throwOnError: true, strict: 'error' })
    expect(set, formula).toContain('<math')
    expect(set.replace(/<annotation.*?<\/annotation>/g, ''), formula).not.toMatch(/>[^<]*(sigma|alpha|sqrt|_max)/)
  }
})
