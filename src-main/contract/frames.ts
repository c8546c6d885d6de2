/**
 * How a message with bytes in it crosses a WebSocket: one text frame of JSON, in which every byte array is null, followed by
 * one binary frame for each of them. `bytes` in the text frame lists where they belong, in the order in which they follow:
 *
 *   text    {"message": {"id": 7, "reply": {"ok": true, "value": null}}, "bytes": [["reply", "value"]]}
 *   binary  89 50 4e 47 ...
 *
 * A message without bytes is the text frame alone. Numbers that are not finite, which JSON would make null, stand in `numbers` beside it,
 * so that a value is the same through whichever door it came. Pure.
 */

export type Path = (string | number)[]
export type TextFrame = { message: unknown; bytes: Path[]; numbers?: [path: Path, value: string][] }

/**
 * The message with its byte arrays taken out, and the frames that carry them. Leaves its input alone, and copies only what
 * leads to bytes: a list of ten thousand runs has none.
 */
export function takeBytesOut(message: unknown): { frame: TextFrame; bytes: Uint8Array[] } {
  const paths: Path[] = []
  const bytes: Uint8Array[] = []
  const numbers: [Path, string][] = []
  const path: Path = []
  const walk = (value: unknown): unknown => {
    if (value instanceof Uint8Array) {
      paths.push([...path])
      bytes.push(value)
      return null
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      numbers.push([[...path], String(value)])
      return null
    }
    if (value === null || typeof value !== 'object') return value
    const items = value as Record<string | number, unknown>
    let copy: typeof items | null = null
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      path.push(key)
      const without = walk(items[key])
      path.pop()
      if (without === items[key]) continue
      copy ??= (Array.isArray(value) ? [...value] : { ...value }) as typeof items
      copy[key] = without
    }
    return copy ?? value
  }
  const taken = walk(message)
  return { frame: { message: taken, bytes: paths, ...(numbers.length > 0 && { numbers }) }, bytes }
}

/** Puts the bytes back where they were; writes into `frame.message` and returns it. */
export function putBytesBack(frame: TextFrame, bytes: readonly Uint8Array[]): unknown {
  frame.bytes.forEach((path, index) => put(frame.message, path, bytes[index]))
  for (const [path, value] of frame.numbers ?? []) put(frame.message, path, Number(value))
  return frame.message
}

function put(message: unknown, path: Path, what: unknown): void {
  const last = path.length - 1
  const holder = path.slice(0, last).reduce((value, key) => ownValue(value, key), message)
  if (last < 0 || ownValue(holder, path[last]) !== null) throw new TypeError(`No place for bytes at ${path.join('.')}`)
  ;(holder as Record<PropertyKey, unknown>)[path[last]] = what
}

/** Only what the message itself holds, never what its prototype does. */
function ownValue(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<PropertyKey, unknown>)[key]
}
