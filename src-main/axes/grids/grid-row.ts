/** What a grid is told as, once: where a sampler stops, in data units, by its parameters. */
import type { z } from 'zod'
import type { Work } from '../bibliography.ts'

/** Parameters in camelCase. */
export type Numbers = Record<string, number>

export type GridRow = {
  name: string
  label: string
  /** How it is written in a paper; u runs from 0 (largest sigma) to 1. */
  formula: string
  source: string
  works: readonly Work[]
  /** As users write them, snake_case, in the order in which a file keeps them; `levels` is among them. */
  parameters: z.ZodRawShape
  /** Values of parameters that a file may leave out, where their schema fills nothing in; camelCase. */
  implied?: Readonly<Numbers>
  /** Whether sigma is sigma/alpha of a process of that kind; a flow's t/(1-t) is, for it ends in unit noise. */
  process: 've' | 'vp'
  /** Where its ends come from: numbers, numbers or a table's ends, a table alone, or neither. */
  ends?: 'range' | 'range-or-table' | 'table'
  /** The program whose name it bears: what N counts there, and what this program does otherwise. */
  program?: { name: string; counts: 'levels' | 'steps'; note: string }
  /** Another grid with the same name elsewhere: worth seeing beside it. */
  twin?: { grid: string; parameters?: Readonly<Numbers>; where: string }
  /** No sigma_max above this has such a grid. */
  mostSigmaMax?: number
  /** A sentence and the field at fault, if these parameters make no sequence. */
  refuse?(parameters: Numbers): { field: string; message: string } | null
  /** sigma at u in [0, 1]; falls strictly. Left out where theory places the levels by the grid's name. */
  sigma?(u: number, parameters: Numbers): number
}

/** Keeps the literal types of a row. */
export const gridRow = <const R extends GridRow>(row: R): R => row
