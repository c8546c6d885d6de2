/** Who watches what: listeners by name of event, typed by the contract. */
import type { EventName, Events } from '#contract/requests.ts'

export type RunEvent = {
  [N in 'runs/changed' | 'runs/tick' | 'runs/preview' | 'runs/log']: { name: N; event: Events[N] }
}['runs/changed' | 'runs/tick' | 'runs/preview' | 'runs/log']

export type RunEvents = ReturnType<typeof openRunEvents>

export function openRunEvents() {
  const listeners = new Map<EventName, Set<(event: never) => void>>()
  return {
    emit<N extends EventName>(name: N, event: Events[N]): void {
      for (const listener of listeners.get(name) ?? []) (listener as (event: Events[N]) => void)(event)
    },
    /** Returns how to stop listening. */
    subscribe<N extends EventName>(name: N, listener: (event: Events[N]) => void): () => void {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener as (event: never) => void)
      return () => void set.delete(listener as (event: never) => void)
    },
  }
}
