/** A process that starts an engine, tells its pid once it ticks, and waits to be killed. */
import { startEngine } from '../engine-client.ts'

const [job, jobs] = process.argv.slice(2)
const engine = startEngine(JSON.parse(job!), {
  environment: {},
  jobs,
  onMessage: (message) => message.type === 'tick' && process.send?.(engine.pid),
})
