/** A path as the caller meant it: npm runs programs in the project's folder and keeps the caller's own in INIT_CWD. */
import { resolve } from 'node:path'

export const callerPath = (path: string, env: Readonly<Record<string, string | undefined>> = process.env): string =>
  resolve(env.INIT_CWD ?? '.', path)
