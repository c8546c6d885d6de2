/** The oracle's schemes as they are named and drawn: one colour and dash each, wherever it appears. */
import { SCHEME_ROWS as ROWS, type SchemeName } from '#axes/schemes/schemes.ts'

type Row = { label: string; slot: number; title: string }

const CONTINUOUS = {
  sde: { label: 'SDE', slot: 6, title: 'The continuous reverse SDE' },
  ode: { label: 'ODE', slot: 4, title: 'The continuous probability-flow ODE' },
}
export const SCHEME_ROWS = {
  ...Object.fromEntries(ROWS.map((row) => [row.name, row])),
  ...CONTINUOUS,
} as unknown as { readonly [S in SchemeName | 'sde' | 'ode']: Row }

/** Offered on the Theory page. */
export const PAGE_SCHEMES: readonly SchemeName[] = ROWS.map(({ name }) => name)
export type PageScheme = SchemeName

/** Offered beside the canvas, in the coordinate sigma. */
type OnCanvas<R> = R extends { onCanvas: true } ? R : never
export type CanvasScheme = OnCanvas<(typeof ROWS)[number]>['name']
export const CANVAS_SCHEMES = ROWS.flatMap(({ name, onCanvas }) => (onCanvas ? [name as CanvasScheme] : []))
