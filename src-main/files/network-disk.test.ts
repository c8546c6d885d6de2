import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { networkDisk, refuseNetworkDisk } from './network-disk.ts'

const of = (type: number) => () => ({ type })

it.skipIf(process.platform !== 'linux')('knows the disks that clusters share, signed numbers too', () => {
  expect(networkDisk('/x', of(0x6969))).toBe('NFS')
  expect(networkDisk('/x', of(0xff534d42 | 0))).toBe('CIFS')
  expect(networkDisk('/x', of(0xef53))).toBe(null)
  expect(networkDisk('/x/that/is/not/there')).toBe(null)
})

it.skipIf(process.platform !== 'linux')('refuses a history there, with the reason and the remedy', () => {
  expect(() => refuseNetworkDisk('/home/me', of(0x0bd00bd0))).toThrow(
    /^\/home\/me lies on a disk that machines share \(Lustre\), and .*write-ahead log .* Put ANNEAL_HOME on a disk of this machine/,
  )
  expect(() => refuseNetworkDisk(tmpdir())).not.toThrow()
})
