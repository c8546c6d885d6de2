/**
 * A process that works the queue of the folder it is given until it is killed: resumes what was interrupted, starts a new run
 * when none is left, and acknowledges to its parent every run and tick that it was told is kept. With `drain` it ends when
 * all runs have.
 */
import { openTestService, training } from './open-test-service.ts'

const [folder, steps, drain] = process.argv.slice(2)
const service = openTestService(folder!, { runs: 'all' })
const say = (message: object) => process.send?.(message)

function goOn(): void {
  const runs = service.history.read.list()
  for (const { id } of runs.filter(({ state }) => state === 'interrupted')) service.resume(id)
  const open = service.history.read.list().some(({ state }) => state === 'queued' || state === 'running')
  if (!open && !drain) say({ run: service.startRun(training(Number(steps))).id })
}

service.subscribe('runs/tick', ({ id, step, points }) => say({ id, step, points }))
service.subscribe('runs/changed', ({ state }) => state !== 'running' && state !== 'queued' && setImmediate(goOn))
say({ ready: true })
goOn()
if (drain) {
  await service.idle()
  await service.close()
  process.disconnect()
}
