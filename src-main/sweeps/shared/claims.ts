/**
 * Who works on which run: `claims/00007.g2` names the second to do so. A claim is made whole under a name of its own and then linked:
 * of any number of machines that link to one name, a file server lets one succeed. Nothing here is ever changed or removed.
 */
import { randomUUID } from 'node:crypto'
import { linkSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { writeRefusal, writeWhole } from '#files/write-whole.ts'

export type Claim = { place: number; generation: number; worker: string }

const NAME = /^(\d{5,})\.g(\d+)$/
const nameOf = (place: number, generation: number) => `${String(place).padStart(5, '0')}.g${generation}`

/** Claims never change, so each is read once. */
export function openClaims(folder: string) {
  const claims = join(folder, 'claims')
  const known = new Map<string, string>()

  function workerOf(name: string): string {
    const there = known.get(name)
    if (there !== undefined) return there
    const worker = readFileSync(join(claims, name), 'utf8').trim()
    known.set(name, worker)
    return worker
  }

  return {
    /** By place, the newest claim. */
    read(): Map<number, Claim> {
      const newest = new Map<number, number>()
      for (const name of readdirSync(claims)) {
        const match = NAME.exec(name)
        if (!match) continue
        const [place, generation] = [Number(match[1]), Number(match[2])]
        if (generation > (newest.get(place) ?? 0)) newest.set(place, generation)
      }
      return new Map(
        [...newest].map(([place, generation]) => [
          place,
          { place, generation, worker: workerOf(nameOf(place, generation)) },
        ]),
      )
    },

    /** Takes the run at `place` after the claim of `generation` - 1; false where another was faster. */
    take(place: number, generation: number, worker: string): boolean {
      const own = join(claims, `.${randomUUID()}`)
      const name = join(claims, nameOf(place, generation))
      writeWhole(own, `${worker}\n`)
      try {
        return linked(own, name)
      } finally {
        rmSync(own, { force: true })
      }
    },
  }
}

/** An answer that was lost on its way may make a link that succeeded look refused: the count of names tells. */
function linked(own: string, name: string): boolean {
  try {
    linkSync(own, name)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (statSync(own).nlink === 2) return true
    if (code === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw writeRefusal(error, name)
    const message = `${name} cannot be linked (${code}), so that no two tasks could be kept apart there. Put the sweep's folder on a file system with hard links, such as NFS, Lustre or ext4.`
    throw new Refusal(message, { field: name, code: 'unsupported', cause: error })
  }
}
