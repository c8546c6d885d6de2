/** A port that keeps what a job says, for tests that run a job in their own process. */
import type { Result } from '#contract/run.ts'
import type { JobPort, Progress } from '../job-port.ts'

export function openRecordingPort() {
  const cancel = new AbortController()
  const said = { log: [] as string[], ticks: [] as Progress[], results: [] as Result[] }
  const port: JobPort = {
    signal: cancel.signal,
    environment() {},
    tick: (progress) => void said.ticks.push(progress),
    preview() {},
    checkpoint() {},
    log: (text) => void said.log.push(text),
    results: (results) => void (said.results = results),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    assertAlive() {},
  }
  const result = (name: string) => said.results.find((one) => one.name === name)
  return { port, said, result, cancel: () => cancel.abort() }
}
