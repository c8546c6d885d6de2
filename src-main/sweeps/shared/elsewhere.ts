/** `elsewhere.json` in a sweep's own folder: that others than this data folder's queue compute it, where, and what was asked of them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { readJson } from '#history/run-folder.ts'
import { writeJson } from '#files/write-whole.ts'
import { PLACES } from '#contract/sweep-place.ts'
import { siteFile } from '#contract/sweep-site.ts'

const submission = z.strictObject({ job: z.string(), stage: z.string(), tasks: z.array(z.number().int()) })
export type Submission = z.output<typeof submission>

const elsewhereFile = z.strictObject({
  format: z.literal(1),
  on: z.enum(PLACES),
  /** The shared folder. */
  folder: z.string(),
  /** Engines at once, of this machine. */
  jobs: z.number().int().positive().nullable(),
  site: siteFile.nullable(),
  /** What Slurm was given since the last time that the sweep was gone on with, in the order of the stages. */
  submitted: z.array(submission),
})
export type Elsewhere = z.output<typeof elsewhereFile>

const fileOf = (sweep: string) => join(sweep, 'elsewhere.json')

/** Null of a sweep that this data folder's own queue works on. */
export const readElsewhere = (sweep: string): Elsewhere | null =>
  existsSync(fileOf(sweep)) ? parse(elsewhereFile, readJson(fileOf(sweep)), fileOf(sweep)) : null
export const writeElsewhere = (sweep: string, elsewhere: Elsewhere): void => writeJson(fileOf(sweep), elsewhere)
