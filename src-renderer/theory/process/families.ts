/** The processes as the page offers them, from their rows. */
import { PROCESS_ROWS } from '#axes/processes/processes.ts'
import type { ProcessName, ProcessSpec } from '#theory/process/processes.ts'

export { PROCESS_FIELDS as FIELDS } from '#axes/processes/parameters.ts'

export type PageFamily = Exclude<ProcessName, 'edm'>
type Parameters = Readonly<Record<string, number>>

const OFFERED = PROCESS_ROWS.flatMap(({ name, label, formula, first }) =>
  first ? [[name as PageFamily, { label, formula, first: first as Parameters }] as const] : [],
)
export const FAMILIES = Object.fromEntries(OFFERED) as {
  readonly [F in PageFamily]: { label: string; formula: string; first: Parameters }
}
export const FAMILY_NAMES = OFFERED.map(([name]) => name)

export const fieldsOf = (family: PageFamily) => Object.keys(FAMILIES[family].first)
export const specOf = (family: PageFamily, parameters: Parameters) => ({ family, ...parameters }) as ProcessSpec

/** Its own first parameters, with those of `before` that it shares. */
export const parametersFor = (family: PageFamily, before: Parameters): Parameters =>
  Object.fromEntries(Object.entries(FAMILIES[family].first).map(([name, value]) => [name, before[name] ?? value]))
