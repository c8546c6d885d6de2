/** Pickles can run any program when they are read, so none ever is. They are recognised here only to be refused by name. */
import { Refusal } from '#contract/refusal.ts'

/** A pickle of protocol 2 or later begins with PROTO (0x80) and its number; zlib, as joblib packs them, hides that. */
export const isPickle = (bytes: Uint8Array) => bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5

/** Refuses `file` when it is a pickle; `instead` says what to give in its place. */
export function refusePickle(bytes: Uint8Array, file: string, instead: string): void {
  if (!isPickle(bytes)) return
  const message = `${file} is a python pickle. Pickles can run programs when opened, so they are never read.`
  throw new Refusal(`${message} ${instead}`, { field: file, code: 'unsupported' })
}
