/** `made-from.json` of a run: what it was really made from, by hash, as its engine found it. Two runs that share it are one run twice. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeJson } from '#files/write-whole.ts'

const dataset = z.strictObject({
  /** As the configuration has it, every default in. */
  spec: z.record(z.string(), z.json()),
  /** The images in use, or those that stand apart from them. */
  of: z.enum(['use', 'test']),
  hash: z.string(),
})
const madeFromFile = z.strictObject({
  format: z.literal(1),
  /** Of each engine that worked on it: more than one where it was resumed by another program. */
  code: z.array(z.string()),
  /** Hash of the weights, or of a brought network's content, by reference as the configuration has it. */
  weights: z.record(z.string(), z.string()),
  datasets: z.array(dataset),
})
export type MadeFrom = z.output<typeof madeFromFile>
export type MadeFromDataset = MadeFrom['datasets'][number]

const fileOf = (folder: string) => join(folder, 'made-from.json')

/** Null where a run does not say, as those of older programs, or says it no more. */
export function readMadeFrom(folder: string): MadeFrom | null {
  const file = fileOf(folder)
  if (!existsSync(file)) return null
  try {
    return madeFromFile.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const NOTHING: MadeFrom = { format: 1, code: [], weights: {}, datasets: [] }

/** An engine begins: by which code, from which weights. */
export function noteStart(folder: string, code: string, weights: MadeFrom['weights']): void {
  const before = readMadeFrom(folder) ?? NOTHING
  writeJson(fileOf(folder), { ...before, code: [...new Set([...before.code, code])], weights })
}

export function noteDataset(folder: string, noted: MadeFromDataset): void {
  const before = readMadeFrom(folder) ?? NOTHING
  const same = (one: MadeFromDataset) => one.of === noted.of && JSON.stringify(one.spec) === JSON.stringify(noted.spec)
  writeJson(fileOf(folder), { ...before, datasets: [...before.datasets.filter((one) => !same(one)), noted] })
}
