/** The messages of the browser door, above the frames: what page and main say to each other on a WebSocket. */
import type { Path } from './frames.ts'
import type { Failure, Reply } from './requests.ts'

/** First thing a page says: what it saw last, so that it can be told what it missed. Nulls: it has seen nothing. */
export type Hello = { hello: { session: string | null; seen: number } }
/** `bytes`: where in the call the binary frames belong that follow it, as in `frames.ts`. */
export type Call = { id: number; name: string; input: unknown; bytes?: Path[] }
export type FromPage = Hello | Call

/** An event with its number; numbers count up from 1 within a session, which ends with the process. */
export type NumberedEvent = [seq: number, name: string, event: unknown]

export type ToPage =
  /** `missed`: events were lost for good since the page last heard; it must ask for its lists again. */
  | { welcome: { session: string; seq: number; missed: boolean } }
  | { id: number; reply: Reply<unknown> }
  | { events: NumberedEvent[] }
  | { refused: Failure }

/** Offered by the page, chosen by main; the token rides beside it, since a browser lets no header be set. */
export const SUBPROTOCOL = 'anneal'
export const TOKEN_PROTOCOL = 'anneal-token.'
