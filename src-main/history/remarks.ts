/** The remarks of a sampling run, kept in its schedule.json when it was queued. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { remarkSpec, type Remark } from '#contract/remark.ts'

const holder = z.looseObject({ remarks: z.array(remarkSpec).default([]) })

/** None where there is no such file, or none that can be read: the levels themselves are told elsewhere. */
export function readRemarks(folder: string): Remark[] {
  try {
    return holder.parse(JSON.parse(readFileSync(join(folder, 'schedule.json'), 'utf8'))).remarks
  } catch {
    return []
  }
}
