/** What is kept of every run of the bench: one line of JSON for each row, with all times. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from '../machine.ts'
import type { Contender } from './contest.ts'

export const RESULTS = join(import.meta.dirname, '..', 'results', 'compute.jsonl')

/** Billions of operations a second. */
type Peaks = { sgemm: number; convolution: number; sgemm_bfloat16?: number; convolution_bfloat16?: number }
export type RowResult = {
  row: string
  at: string
  machine: Machine
  peaks: { ours: Peaks; torch: Peaks }
  contenders: Contender[]
}

/** The newest result of each row, in the order of their first. */
export function newestResults(file = RESULTS): RowResult[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const newest = new Map<string, RowResult>()
  for (const line of lines) {
    const result = JSON.parse(line) as RowResult
    newest.set(result.row, result)
  }
  return [...newest.values()]
}
