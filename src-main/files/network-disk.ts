/** Whether a folder lies on a disk that several machines share, by the number that the system gives its kind of file system. */
import { statfsSync } from 'node:fs'
import { Refusal } from '#contract/refusal.ts'

/** Linux, `include/uapi/linux/magic.h`, and the headers of those that are not part of it. */
const SHARED: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0x00c36400, 'CephFS'],
  [0x5346414f, 'AFS'],
  [0xaad7aaea, 'PanFS'],
  [0x20030528, 'OrangeFS'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
])

/** Its name; null of a disk of this machine, of another system than Linux, and where it cannot be told. */
export function networkDisk(path: string, statfs: (path: string) => { type: number } = statfsSync): string | null {
  if (process.platform !== 'linux') return null
  try {
    // Some systems give the number with a sign.
    return SHARED.get(statfs(path).type >>> 0) ?? null
  } catch {
    return null
  }
}

/** A history needs a disk of its own machine. */
export function refuseNetworkDisk(root: string, statfs?: (path: string) => { type: number }): void {
  const kind = networkDisk(root, statfs)
  if (kind === null) return
  const message = `${root} lies on a disk that machines share (${kind}), and the history’s write-ahead log of SQLite needs memory that only one machine has: it would be damaged. Put ANNEAL_HOME on a disk of this machine, such as /var/tmp/\${USER}/anneal; runs of a cluster come back into it from a shared folder all the same.`
  throw new Refusal(message, { field: 'ANNEAL_HOME', code: 'unsupported' })
}
