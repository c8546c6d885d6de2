/** Notes on what ended unasked, kept in the data folder and sent to nobody. They name no user: they may be shown to others. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from '#files/write-whole.ts'

/** As many as tell a pattern; older ones go. */
const KEPT = 20

export type Fault = { what: string; facts: Record<string, string | number>; stack?: string }

/** Its path, or null where it could not be written: a crash is no time for another error. */
export function keepCrashNote(
  home: string,
  { what, facts, stack }: Fault,
  { at = new Date(), user = homedir() }: { at?: Date; user?: string } = {},
): string | null {
  const folder = join(home, 'crashes')
  const path = join(folder, `${at.toISOString().replace(/[:.]/g, '-')}.txt`)
  const lines = [what, ...Object.entries(facts).map(([name, value]) => `${name}: ${value}`), ...(stack ? [stack] : [])]
  try {
    mkdirSync(folder, { recursive: true })
    writeWhole(path, `${withoutUser(lines.join('\n'), home, user)}\n`)
    for (const name of readdirSync(folder).toSorted().slice(0, -KEPT)) rmSync(join(folder, name))
    return path
  } catch {
    return null
  }
}

const withoutUser = (text: string, home: string, user: string) =>
  text.replaceAll(home, 'DATA_FOLDER').replaceAll(user, '~')
