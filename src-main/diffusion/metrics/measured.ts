/** A number and the protocol that makes it comparable: neither is ever kept without the other. */

/** Plain JSON: sample counts, hashes, ranges, methods. Two values may be compared where their protocols agree. */
export type Protocol = Record<string, unknown>

export type Measured<V> = { value: V; protocol: Protocol }
