/** Telling a damaged SQLite file from a mistake of ours. */

/** What a database gives that is damaged, or none of ours: it has lost a table, say. A statement of ours is never wrong otherwise. */
export function isDamage(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(String(code))) return true
  return (
    code === 'SQLITE_ERROR' &&
    /no such (table|column)|has no column|malformed|already exists|unsupported file format/.test(String(message))
  )
}
