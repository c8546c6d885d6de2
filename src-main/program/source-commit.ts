/** Which commit the program runs from, where it runs from its source. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Null in a package, or where git keeps it elsewhere. */
export function sourceCommit(root = fileURLToPath(new URL('../../', import.meta.url))): string | null {
  const read = (name: string): string | null =>
    existsSync(`${root}.git/${name}`) ? readFileSync(`${root}.git/${name}`, 'utf8').trim() : null
  const head = read('HEAD')
  if (head === null) return null
  const [, ref] = /^ref: (.+)$/.exec(head) ?? []
  if (ref === undefined) return head
  const packed = () =>
    read('packed-refs')
      ?.split('\n')
      .find((line) => line.endsWith(` ${ref}`))
      ?.split(' ')[0]
  return read(ref) ?? packed() ?? null
}
