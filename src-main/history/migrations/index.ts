/** Every step of the schema in order; a released one is never edited. `user_version` counts those that were applied. */
import { sql as runs } from './0001-runs.ts'

export const MIGRATIONS: readonly { name: string; sql: string }[] = [{ name: '0001-runs', sql: runs }]
