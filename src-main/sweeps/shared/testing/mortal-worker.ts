/** A process that works on the shared folder it is given until it is killed or nothing is left, as `anneal work` does; engines run the test jobs. */
import { TEST_JOBS } from '#runs/testing/open-test-service.ts'
import { openRunEvents } from '#runs/run-events.ts'
import { openWorker } from '../worker.ts'
import { TEST_PROGRAM } from './test-sweep.ts'

const [folder, task] = process.argv.slice(2)
const events = openRunEvents()
events.subscribe('runs/tick', () => process.send?.({ tick: true }))
const worker = openWorker({
  folder: folder!,
  task: task === undefined ? null : Number(task),
  program: TEST_PROGRAM,
  resources: '',
  engine: { environment: {}, jobs: TEST_JOBS },
  events,
})
process.on('SIGTERM', () => worker.stop('it was asked to end'))
process.send?.({ ready: true })
const { finished, ended } = await worker.done
process.send?.({ finished, ended }, () => process.disconnect())
