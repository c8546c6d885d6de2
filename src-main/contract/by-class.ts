/** Names of results that an evaluation gives class by class, such as `share/cat` and `fid/cat`. A class's name may hold a slash itself. */

export const classResult = (of: string, className: string): string => `${of}/${className}`

/** What was measured and of which class; null for a result that is of no class. */
export function readClassResult(name: string): { of: string; className: string } | null {
  const at = name.indexOf('/')
  return at < 0 ? null : { of: name.slice(0, at), className: name.slice(at + 1) }
}
