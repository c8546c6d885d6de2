/** Port and token of the browser door, kept in the data folder, so that a tab or a bookmark of yesterday finds its way back. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export type Address = { port: number; token: string }

const address = z.strictObject({ port: z.int().min(1).max(65_535), token: z.string().regex(/^[\w-]{43,}$/) })

const pathIn = (root: string) => join(root, 'door.json')

/** Null where there is none, or none that can be read. */
export function keptAddress(root: string): Address | null {
  try {
    return address.parse(JSON.parse(readFileSync(pathIn(root), 'utf8')))
  } catch {
    return null
  }
}

/** For its owner alone to read: who has the token may do all that the page may. */
export function keepAddress(root: string, kept: Address): void {
  rmSync(pathIn(root), { force: true })
  writeFileSync(pathIn(root), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
}
