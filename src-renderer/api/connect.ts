/** The page's way to main: the desktop bridge where there is one, else a WebSocket to where the page came from. */
import type { Api } from '#contract/requests.ts'
import { openSocket } from './socket-client.ts'
import { takeToken } from './token.ts'

/** How things stand with main; the bridge of the desktop window is always there. */
export type Link = 'connecting' | 'open' | 'lost' | 'refused'
export type Connection = Api & {
  onLink(listener: (link: Link) => void): () => void
  /** Events were missed for good: whoever keeps a list asks for it again. */
  onMissed(listener: () => void): () => void
}

declare global {
  interface Window {
    anneal?: Api
  }
}

export function connect(): Connection {
  if (!window.anneal) return openSocket({ address: `ws://${location.host}/`, token: takeToken() })
  const { request, subscribe } = window.anneal
  return {
    request: (name, input) => request(name, input),
    subscribe: (name, listener) => subscribe(name, listener),
    onMissed: () => () => {},
    onLink(listener) {
      listener('open')
      return () => {}
    },
  }
}
