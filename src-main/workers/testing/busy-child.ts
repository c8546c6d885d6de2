/** A process that starts another, which computes without end, tells its pid, and waits to be killed. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endWithParent } from '../end-with-parent.ts'

if (process.argv[2] === 'busy') {
  endWithParent()
  // The thread that watches is up before the main one is busy for good.
  setTimeout(() => {
    process.send?.(process.pid)
    setTimeout(() => {
      for (;;);
    }, 50)
  }, 300)
} else {
  const child = fork(fileURLToPath(import.meta.url), ['busy'])
  child.on('message', (pid) => process.send?.(pid as number))
}
