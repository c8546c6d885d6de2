/** The remarks of a run, kept in its folder when it was queued. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { remarkSpec, type Remark } from '#contract/remark.ts'

const holder = z.looseObject({ remarks: z.array(remarkSpec).default([]) })

/** None where there is no such file, or none that can be read. Earlier programs kept them in schedule.json. */
export function readRemarks(folder: string): Remark[] {
  const file = ['remarks.json', 'schedule.json'].map((name) => join(folder, name)).find(existsSync)
  if (file === undefined) return []
  try {
    return holder.parse(JSON.parse(readFileSync(file, 'utf8'))).remarks
  } catch {
    return []
  }
}
