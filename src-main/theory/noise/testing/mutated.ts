/** Files spoilt at random and repeatably, for tests that no input ends a reader. */
import { integers } from '../philox.ts'

/** One to four edits: a byte anywhere, a byte of the head, a run of 00 or ff, a cut, more bytes, a part twice. */
export function mutated(sound: Uint8Array, round: number): Uint8Array {
  const draws = integers({ seed: 2, stream: 0, sample: round, step: 0 }, 2 ** 31, 13)
  let bytes = Uint8Array.from(sound)
  for (let edit = 0; edit <= draws[12] % 4; edit++) {
    const [kind, where, value] = draws.subarray(3 * edit, 3 * edit + 3)
    const at = where % Math.max(1, bytes.length)
    if (kind % 6 === 0) bytes[at] = value
    else if (kind % 6 === 1) bytes[where % Math.min(128, bytes.length || 1)] = value
    else if (kind % 6 === 2) bytes.fill(value % 2 ? 255 : 0, at, at + 1 + (value % 8))
    else if (kind % 6 === 3) bytes = bytes.slice(0, at)
    else if (kind % 6 === 4) bytes = Uint8Array.of(...bytes, ...new Uint8Array(value % 50))
    else bytes = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - (value % 60))))
  }
  return bytes
}
