/**
 * A message between processes as one line of JSON, its byte arrays in base64. Node's own binary form will not do: it carries the
 * version of V8's format, and a Node refuses what a newer V8 wrote, which the one within Electron can be.
 */
import { putBytesBack, takeBytesOut, type TextFrame } from '#contract/frames.ts'

type Sealed = TextFrame & { base64: string[] }

export function textOf(message: unknown): string {
  const { frame, bytes } = takeBytesOut(message)
  const base64 = bytes.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64'))
  return JSON.stringify({ ...frame, base64 } satisfies Sealed)
}

export function messageOf<T>(text: string): T {
  const { base64, ...frame } = JSON.parse(text) as Sealed
  return putBytesBack(
    frame,
    base64.map((part) => new Uint8Array(Buffer.from(part, 'base64'))),
  ) as T
}
