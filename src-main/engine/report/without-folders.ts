/** What goes out to others names files, never where they lie on this machine, nor so whose it is. */

/** From the root of a disk to the last separator, wherever it stands in a text; an address of the web is none. */
const FOLDERS = /(^|[\s"'(=[])(?:[A-Za-z]:)?[\\/](?:[^"'(),\n]*[\\/])?(?=[^\\/\s"'(),])/g

export function withoutFolders<T>(value: T): T {
  if (typeof value === 'string') return value.replace(FOLDERS, '$1') as T
  if (Array.isArray(value)) return value.map(withoutFolders) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutFolders(one as unknown)])) as T
}
