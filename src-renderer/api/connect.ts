/** The page's way to main: the desktop bridge where there is one, else a WebSocket to where the page came from. */
import type { Api } from '#contract/requests.ts'
import type { Connection } from './connection.ts'
import { openSocket } from './socket-client.ts'
import { takeToken } from './token.ts'

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
