/** For a process that may compute for a minute without looking up: it ends with its parent all the same. */
import { Worker } from 'node:worker_threads'

const EVERY_MILLISECONDS = 500
/** On a thread of its own, whatever the main one is at. Asks the system, since a message would wait for the main thread. */
const WATCH = `
  const { workerData: parent } = require('node:worker_threads')
  setInterval(() => {
    try {
      process.kill(parent, 0)
      if (process.ppid === parent) return
    } catch {}
    process.kill(process.pid, 'SIGKILL')
  }, ${EVERY_MILLISECONDS})`

export function endWithParent(): void {
  new Worker(WATCH, { eval: true, workerData: process.ppid }).unref()
}
