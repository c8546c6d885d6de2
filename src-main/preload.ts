/** The bridge of the desktop window: `request` and `subscribe`, nothing else of Electron reaches the page. */
import { contextBridge, ipcRenderer } from 'electron'
import type { NumberedEvent } from '#contract/carried.ts'
import { EVENTS_CHANNEL, REQUEST_CHANNEL } from '#transport/electron-carrier.ts'

const listeners = new Map<string, Set<(event: unknown) => void>>()

ipcRenderer.on(EVENTS_CHANNEL, (_event, batch: NumberedEvent[]) => {
  for (const [, name, event] of batch) listeners.get(name)?.forEach((listener) => listener(event))
})

contextBridge.exposeInMainWorld('anneal', {
  // Main judges names and inputs, by the same dispatch as for a browser.
  request: (name: string, input: unknown) => ipcRenderer.invoke(REQUEST_CHANNEL, name, input),
  subscribe(name: string, listener: (event: unknown) => void) {
    const those = listeners.get(name) ?? new Set()
    listeners.set(name, those.add(listener))
    return () => void those.delete(listener)
  },
})
